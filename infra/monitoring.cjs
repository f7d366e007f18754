const { packagesBundles, sayOnce } = require('./command.cjs');
const { factsOf } = require('./facts.cjs');
const fromTypeScript = require('./from-typescript.cjs');

/** Checks bundles, settings and environments of the deployment, and makes its alarms, its dashboard, and the limits of its API. */
module.exports = (tools) =>
  fromTypeScript(async () => {
    const { checkBundles } = await import('../build/fresh-bundles.ts');
    const { readSchedules } = await import('./schedules/read-schedules.ts');
    const { alarmsOf } = await import('./monitoring/alarms.ts');
    const { dashboardOf } = await import('./monitoring/dashboard.ts');
    const { logMetricsOf } = await import('./monitoring/log-metrics.ts');
    const { runbookInRepository } = await import('./runbook-url.ts');
    const { throttledStage } = await import('./throttle.ts');

    if (packagesBundles(tools.options)) await checkBundles();
    const { service, stage, settings, error, notices, timeouts, events, given } = await factsOf(tools);
    if (error) throw error;
    if (packagesBundles(tools.options)) notices.forEach(sayOnce);
    await checkSizes(tools, given);
    const schedules = await readSchedules(process.env.SCHEDULES_FILE || 'schedules.yml');
    const stack = {
      name: `${service}-${stage}`,
      settings,
      runbookUrl: settings.RUNBOOK_URL ?? (await runbookInRepository()) ?? 'docs/runbook.md',
      timeouts,
      hasSchedules: schedules.length > 0,
    };
    const routes = events.map(({ httpApi }) => httpApi);
    const HttpApiStage = throttledStage(stack.settings, routes);
    return { Resources: { ...logMetricsOf(stack), ...alarmsOf(stack), Dashboard: dashboardOf(stack), HttpApiStage } };
  });

/** After factsOf, so that no look-up overlaps with one of another part: nobody else has one after that. */
const checkSizes = async ({ resolveConfigurationProperty }, given) => {
  const { checkEnvironments } = await import('./environment-size.ts');
  const { FUNCTION_NAMES } = await import('../lib/runtime/function-names.ts');
  const common = await resolveConfigurationProperty(['provider', 'environment']);
  const environments = {};
  for (const name of FUNCTION_NAMES) {
    const own = await resolveConfigurationProperty(['functions', name, 'environment']);
    environments[name] = { ...common, ...own };
  }
  checkEnvironments(environments, given);
};
