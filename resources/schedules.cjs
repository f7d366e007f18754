/*
 * The resources of the schedules in schedules.yml (SCHEDULES_FILE names another file), as serverless.yml reads them.
 * osls takes CommonJS; the rest is TypeScript, whose types Node 24 strips. npm and npx bring it.
 */
module.exports = async () => {
  if (!process.features.typescript) throw withoutStack('Node 24 is needed: use npm run package or npx osls.');
  const { readSchedules } = await import('../schedules/read-schedules.ts');
  const { resourcesOf } = await import('../schedules/resources.ts');
  try {
    return resourcesOf(await readSchedules(process.env.SCHEDULES_FILE || 'schedules.yml'));
  } catch (error) {
    throw withoutStack(error.message);
  }
};

/** osls prints the stack of an error, and this one is about a file of the user's. */
const withoutStack = (message) => Object.assign(new Error(message), { stack: message });
