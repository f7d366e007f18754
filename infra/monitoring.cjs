const fromTypeScript = require('./from-typescript.cjs');

/** Checks bundles and settings of the deployment, and makes its alarms, its dashboard, and the limits of its API. */
module.exports = ({ options, resolveVariable, resolveConfigurationProperty }) =>
  fromTypeScript(async () => {
    const { checkBundles } = await import('../build/fresh-bundles.ts');
    const { readSchedules } = await import('./schedules/read-schedules.ts');
    const { alarmsOf } = await import('./monitoring/alarms.ts');
    const { dashboardOf } = await import('./monitoring/dashboard.ts');
    const { logMetricsOf } = await import('./monitoring/log-metrics.ts');
    const { runbookInRepository } = await import('./runbook-url.ts');
    const { throttledStage } = await import('./throttle.ts');
    const { checkNames } = await import('./known-parameters.ts');
    const { readSettings, SETTINGS, unchosenVisibility } = await import('./settings.ts');
    const { FUNCTION_NAMES } = await import('../lib/runtime/function-names.ts');

    if (packagesBundles(options)) await checkBundles();
    checkNames({ options: options.param, blocks: await resolveConfigurationProperty(['params']), env: process.env });
    const given = await Promise.all(SETTINGS.map(async (name) => [name, await resolveVariable(`param:${name}`)]));
    sayOnce(packagesBundles(options) && unchosenVisibility(Object.fromEntries(given)));
    const timeouts = await Promise.all(
      FUNCTION_NAMES.map(async (name) => [name, await resolveConfigurationProperty(['functions', name, 'timeout'])]),
    );
    const events = await resolveConfigurationProperty(['functions', 'webhook', 'events']);
    const schedules = await readSchedules(process.env.SCHEDULES_FILE || 'schedules.yml');
    const settings = readSettings(Object.fromEntries(given));
    const stack = {
      name: `${await resolveVariable('self:service')}-${await resolveVariable('self:provider.stage')}`,
      settings,
      runbookUrl: settings.RUNBOOK_URL ?? (await runbookInRepository()) ?? 'docs/runbook.md',
      timeouts: Object.fromEntries(timeouts),
      hasSchedules: schedules.length > 0,
    };
    const routes = events.map(({ httpApi }) => httpApi);
    const HttpApiStage = throttledStage(stack.settings, routes);
    return { Resources: { ...logMetricsOf(stack), ...alarmsOf(stack), Dashboard: dashboardOf(stack), HttpApiStage } };
  });

const said = new Set();

/** osls asks for this part several times. A line of its own goes to standard error, where osls writes, too. */
const sayOnce = (line) => {
  if (!line || said.has(line)) return;
  said.add(line);
  process.stderr.write(`${line}\n`);
};

/**
 * osls reads the template for every command, also for `remove`, `info` and `deploy list`. To `deploy`, --package names what
 * is packaged already; an option that is not given is null.
 */
const packagesBundles = (options) => {
  const words = new Set(process.argv);
  return words.has('package') || (words.has('deploy') && !words.has('list') && !options.package);
};
