let known;

/**
 * The facts of the configuration for the parts of the template, looked up once for all of them. Serverless Framework 4
 * loads the parts at the same time, and its resolver never settles look-ups that overlap, so these run one after the
 * other.
 */
exports.factsOf = (tools) => {
  // osls refuses a look-up whose variables are not resolved yet, and calls again.
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

/** The checked settings as text by name, with notices; or the error to report. */
const settingsOf = async ({ options, blocks, stage, region }) => {
  const { givenSettings } = await import('./given-settings.ts');
  const { checkNames } = await import('./known-parameters.ts');
  const { readSettings, SETTINGS, unchosenVisibility } = await import('./settings.ts');
  const { missingBlock, readSettingsFile } = await import('./settings-file.ts');
  try {
    const file = readSettingsFile('settings.yml');
    checkNames({ options, blocks, file, env: process.env });
    const given = givenSettings({ options, blocks, file, stage });
    const settings = readSettings(given, region);
    // As the worker calls it, because the documented commands add paths to the stack's output of this setting.
    const { THOUSANDEYES_API_URL } = settings;
    return {
      given: { ...given, THOUSANDEYES_API_URL },
      settings,
      notices: [unchosenVisibility(given), missingBlock(file, stage)],
    };
  } catch (error) {
    // Only monitoring.cjs reports the error, because osls would repeat it for each variable. `strToBool` in
    // serverless.yml accepts "false".
    return { given: Object.fromEntries(SETTINGS.map((name) => [name, 'false'])), error };
  }
};
