const { factsOf } = require('./facts.cjs');
const fromTypeScript = require('./from-typescript.cjs');

/** The settings of the deployment as text, by name. monitoring.cjs reports their faults. */
module.exports = (tools) => fromTypeScript(async () => (await factsOf(tools)).given);
