const fromTypeScript = require('./from-typescript.cjs');

/** The tags of the stack, which CloudFormation passes on to everything in it. monitoring.cjs says what is wrong with TAGS. */
module.exports = ({ resolveVariable }) =>
  fromTypeScript(async () => {
    const { parseTags } = await import('./tags.ts');
    const given = await resolveVariable('param:TAGS');
    const service = await resolveVariable('self:service');
    const stage = await resolveVariable('self:provider.stage');
    return { ...(given && parseTags(String(given))), service, stage };
  });
