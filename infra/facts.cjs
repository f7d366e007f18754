let known;

/**
 * What the parts of the template have to know of the configuration, looked up once for all of them. The resolver of Serverless
 * Framework 4 runs the parts at the same time, and does not settle look-ups that overlap, so they run one after the other.
 */
exports.factsOf = (tools) => {
  // osls refuses a look-up whose variables are not resolved yet, and comes again.
  known ??= lookUp(tools).catch((error) => {
    known = undefined;
    throw error;
  });
  return known;
};

const lookUp = async ({ options, resolveVariable, resolveConfigurationProperty }) => {
  const { FUNCTION_NAMES } = await import('../lib/runtime/function-names.ts');

  const service = await resolveVariable('self:service');
  const stage = await resolveVariable('self:provider.stage');
  const region = await resolveVariable('self:provider.region');
  const blocks = await resolveConfigurationProperty(['params']);
  const timeouts = {};
  for (const name of FUNCTION_NAMES) {
    timeouts[name] = await resolveConfigurationProperty(['functions', name, 'timeout']);
  }
  const events = await resolveConfigurationProperty(['functions', 'webhook', 'events']);
  const settings = await settingsOf({ options: options.param, blocks, stage, region });
  return { service, stage, region, timeouts, events, ...settings };
};

/** The settings as checked text, by name, and the notices about them; or the error that one has to see. */
const settingsOf = async ({ options, blocks, stage, region }) => {
  const { givenSettings } = await import('./given-settings.ts');
  const { checkNames } = await import('./known-parameters.ts');
  const { readSettings, SETTINGS, unchosenVisibility } = await import('./settings.ts');
  const { missingBlock, readSettingsFile } = await import('./settings-file.ts');
  try {
    const file = readSettingsFile('settings.yml');
    checkNames({ options, blocks, file, env: process.env });
    const given = givenSettings({ options, blocks, file, stage });
    return {
      given,
      settings: readSettings(given, region),
      notices: [unchosenVisibility(given), missingBlock(file, stage)],
    };
  } catch (error) {
    // Only monitoring.cjs reports it: osls would repeat it for each variable. strToBool takes this text.
    return { given: Object.fromEntries(SETTINGS.map((name) => [name, 'false'])), error };
  }
};
