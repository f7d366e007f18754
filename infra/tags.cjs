const { factsOf } = require('./facts.cjs');
const fromTypeScript = require('./from-typescript.cjs');

/**
 * The tags of the stack, which CloudFormation passes on to all its resources. monitoring.cjs reports the faults of
 * TAGS.
 */
module.exports = (tools) =>
  fromTypeScript(async () => {
    const { parseTags } = await import('./tags.ts');
    const { given, service, stage } = await factsOf(tools);
    return { ...(given.TAGS && parseTags(given.TAGS)), service, stage };
  });
