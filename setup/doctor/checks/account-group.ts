import { fail, type Judgment, ok, warn } from './finding.ts';
import type { AccountGroup } from './thousandeyes-token.ts';

const LISTED = 8;

const nameOf = ({ aid, accountGroupName }: AccountGroup): string => `${aid} (${accountGroupName ?? 'no name'})`;

/** Whether the token sees the account group `aid`; without `aid`, which account group is the token's default. */
export const judgeAccountGroup = (groups: readonly AccountGroup[], aid: string | undefined): Judgment => {
  if (aid === undefined) {
    const byDefault = groups.find(({ isDefaultAccountGroup }) => isDefaultAccountGroup);
    return byDefault
      ? ok(`No --aid: calls without an account group go to the token's default, ${nameOf(byDefault)}.`)
      : warn(
          'The token has no default account group.',
          'Name one with --aid, in schedules, and in the webhook template.',
        );
  }
  const found = groups.find((group) => group.aid === aid);
  if (found) return ok(`The token sees account group ${nameOf(found)}.`);
  const seen = groups.slice(0, LISTED).map(nameOf).join(', ');
  const more = groups.length > LISTED ? ` and ${groups.length - LISTED} more` : '';
  return fail(
    `The token does not see account group ${aid}.`,
    `It sees ${groups.length === 0 ? 'none' : `${seen}${more}`}. Name one of these, or give the token's user a role in ${aid}.`,
  );
};
