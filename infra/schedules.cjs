const { factsOf } = require('./facts.cjs');
const fromTypeScript = require('./from-typescript.cjs');

/** The resources of the schedules in schedules.yml. SCHEDULES_FILE names another file. */
module.exports = (tools) =>
  fromTypeScript(async () => {
    const { readSchedules } = await import('./schedules/read-schedules.ts');
    const { resourcesOf } = await import('./schedules/resources.ts');
    const { service, stage, given } = await factsOf(tools);
    const schedules = await readSchedules(process.env.SCHEDULES_FILE || 'schedules.yml');
    return resourcesOf(schedules, { name: `${service}-${stage}`, given });
  });
