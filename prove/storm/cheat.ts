import type { Contestant, LifeTerms } from './contestant.ts';

export const CHEATS = ['over-limit', 'forget'] as const;
export type Cheat = (typeof CHEATS)[number];

const MORE_CALLS = 3;

/** The same system, broken: a proof that cannot fail proves nothing. */
export const cheating = (contestant: Contestant, cheat: Cheat): Contestant => ({
  ...contestant,
  name: `${contestant.name} (${cheat})`,
  command: (terms: LifeTerms) => {
    if (cheat === 'over-limit') return contestant.command({ ...terms, limit: terms.limit + MORE_CALLS });
    const { args, env } = contestant.command(terms);
    const { DATA_DIR: _, ...forgetful } = env;
    return { args, env: forgetful };
  },
});
