import { SETTINGS } from './settings.ts';

/** What osls knows of parameters; where none is given, it has null or nothing at all. */
interface Given {
  /** Each `--param`, as `NAME=value`. */
  readonly options: readonly string[] | null | undefined;
  /** The blocks of `params` in serverless.yml, by stage. */
  readonly blocks: Readonly<Record<string, object | null>> | null | undefined;
}

/**
 * Checks that nobody sets a parameter that there is not: osls takes any name, and the setting that was meant would keep its
 * default.
 *
 * @throws Error that names each of them, never a value
 */
export const checkNames = ({ options, blocks }: Given): void => {
  const names = [
    ...(options ?? []).map((option) => option.split('=', 1)[0] ?? ''),
    ...Object.values(blocks ?? {}).flatMap((block) => Object.keys(block ?? {})),
  ];
  const known: readonly string[] = SETTINGS;
  const faults = [...new Set(names)].filter((name) => !known.includes(name)).map((name) => faultOf(name, known));
  if (faults.length > 0) throw new Error(faults.join(' '));
};

const faultOf = (name: string, known: readonly string[]): string => {
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: editsBetween(name.toUpperCase(), candidate) }))
    .filter(({ edits }) => edits <= 3)
    .toSorted((a, b) => a.edits - b.edits);
  return nearest
    ? `${name} is no parameter; did you mean ${nearest.candidate}?`
    : `${name} is no parameter; docs/configuration.md has them all.`;
};

/** How many letters have to be put in, left out or changed to get from one word to the other (Levenshtein). */
const editsBetween = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, n) => n);
  for (const [n, letter] of Array.from(from).entries()) {
    const next = [n + 1];
    for (const [m, other] of Array.from(to).entries()) {
      const changed = (row[m] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[m + 1] ?? 0) + 1, (next[m] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};
