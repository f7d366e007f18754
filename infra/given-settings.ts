import { ConfigurationError } from '../lib/runtime/read-variables.ts';
import { SETTINGS } from './settings.ts';

/** Settings by stage; those of `default` apply to every stage. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

/** All places where a setting may be given. */
interface Places {
  /** Each `--param`, as `NAME=value`; null if there is none. */
  readonly options: readonly string[] | null | undefined;
  /** `params` of serverless.yml. osls has put the environment into its defaults already. */
  readonly blocks: Blocks;
  /** The user's own settings.yml. */
  readonly file: Blocks;
  readonly stage: string;
}

/**
 * The settings as text, highest precedence first: option, block of the stage, settings.yml, environment, default. YAML
 * reads `5` and `true` as a number and a boolean, but functions and CloudFormation conditions get text.
 *
 * @throws ConfigurationError that names each setting with no text value, such as a list or an option without a value
 */
export const givenSettings = ({ options, blocks, file, stage }: Places): Record<string, string> => {
  const places = [byOption(options ?? []), blocks[stage], file[stage], file['default'], blocks['default']];
  const given = SETTINGS.map((name) => ({
    name,
    text: textOf(places.map((place) => place?.[name]).find((value) => value !== undefined && value !== null)),
  }));
  const faults = [
    ...(options ?? []).flatMap((option) =>
      option.includes('=') ? [] : [`${option} must be given as ${option}=value`],
    ),
    ...given.flatMap(({ name, text }) =>
      text === undefined
        ? [`${name} must be text, true, false or a whole number; a number above 2^53 needs quotes`]
        : [],
    ),
  ];
  if (faults.length > 0) throw new ConfigurationError('the stack', faults);
  return Object.fromEntries(given.map(({ name, text = '' }) => [name, text]));
};

/** If an option is given twice, the last one counts, as in osls. */
const byOption = (options: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    options.map((option) => {
      const [name = '', ...value] = option.split('=');
      return [name, value.join('=')];
    }),
  );

/** An inexact number has lost digits, so an id would become another one. */
const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  return value === undefined ? '' : undefined;
};
