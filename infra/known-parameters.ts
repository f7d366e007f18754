import { REPLACED_SETTINGS } from '../lib/runtime/replaced-settings.ts';
import { SETTINGS } from './settings.ts';

/** What osls knows of parameters; where none is given, it has null or nothing at all. */
interface Given {
  /** Each `--param`, as `NAME=value`. */
  readonly options: readonly string[] | null | undefined;
  /** The blocks of `params` in serverless.yml, by stage. */
  readonly blocks: Readonly<Record<string, object | null>> | null | undefined;
  /** The blocks of settings.yml, by stage. */
  readonly file?: Readonly<Record<string, object | null>>;
  /** The environment, from which serverless.yml takes what `--param` does not give. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Checks that nobody sets a parameter that there is not: osls takes any name, and the setting that was meant would keep its
 * default.
 *
 * @throws Error that names each of them, never a value
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
  throw new Error(unknown.map((name) => `${name} is no parameter; docs/configuration.md has them all.`).join('\n'));
};
