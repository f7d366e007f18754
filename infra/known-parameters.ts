import { REPLACED_SETTINGS } from '../lib/runtime/replaced-settings.ts';
import { SETTINGS } from './settings.ts';

/** The parameters as osls passes them; null or undefined if there are none. */
interface Given {
  /** Each `--param`, as `NAME=value`. */
  readonly options: readonly string[] | null | undefined;
  /** The blocks of `params` in serverless.yml, by stage. */
  readonly blocks: Readonly<Record<string, object | null>> | null | undefined;
  /** The blocks of settings.yml, by stage. */
  readonly file?: Readonly<Record<string, object | null>>;
  /** The environment. serverless.yml uses it for every parameter that `--param` does not give. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Checks that every given parameter exists. osls accepts any name, so a misspelled setting would silently keep its
 * default.
 *
 * @throws Error that names each unknown parameter, never a value
 */
export const checkNames = ({ options, blocks, file = {}, env = {} }: Given): void => {
  const names = [
    ...(options ?? []).map((option) => option.split('=', 1)[0] ?? ''),
    ...[...Object.values(blocks ?? {}), ...Object.values(file)].flatMap((block) => Object.keys(block ?? {})),
  ];
  const set = [...names, ...Object.keys(env).filter((name) => env[name]?.trim())];
  const replaced = [...new Set(set)].filter((name) => REPLACED_SETTINGS[name] !== undefined);
  if (replaced.length > 0) throw new Error(replaced.map((name) => `${name} ${REPLACED_SETTINGS[name]}.`).join('\n'));
  const known: readonly string[] = SETTINGS;
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Error(unknown.map((name) => `${name} is no parameter; docs/configuration.md lists them all.`).join('\n'));
};
