const fromTypeScript = require('./from-typescript.cjs');

/** The resources of the schedules in schedules.yml; SCHEDULES_FILE names another file. */
module.exports = () =>
  fromTypeScript(async () => {
    const { readSchedules } = await import('./schedules/read-schedules.ts');
    const { resourcesOf } = await import('./schedules/resources.ts');
    return resourcesOf(await readSchedules(process.env.SCHEDULES_FILE || 'schedules.yml'));
  });
