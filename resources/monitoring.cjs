const fromTypeScript = require('./from-typescript.cjs');

/** Checks the settings of the deployment, and makes its alarms and its dashboard. */
module.exports = ({ resolveVariable, resolveConfigurationProperty }) =>
  fromTypeScript(async () => {
    const { readSchedules } = await import('../schedules/read-schedules.ts');
    const { alarmsOf } = await import('./alarms.ts');
    const { dashboardOf } = await import('./dashboard.ts');
    const { readSettings, SETTINGS } = await import('./settings.ts');
    const { FUNCTION_NAMES } = await import('../lib/function-name.ts');

    const given = await Promise.all(SETTINGS.map(async (name) => [name, await resolveVariable(`param:${name}`)]));
    const timeouts = await Promise.all(
      FUNCTION_NAMES.map(async (name) => [name, await resolveConfigurationProperty(['functions', name, 'timeout'])]),
    );
    const schedules = await readSchedules(process.env.SCHEDULES_FILE || 'schedules.yml');
    const stack = {
      name: `${await resolveVariable('self:service')}-${await resolveVariable('self:provider.stage')}`,
      settings: readSettings(Object.fromEntries(given)),
      timeouts: Object.fromEntries(timeouts),
      hasSchedules: schedules.length > 0,
    };
    return { Resources: { ...alarmsOf(stack), Dashboard: dashboardOf(stack) } };
  });
