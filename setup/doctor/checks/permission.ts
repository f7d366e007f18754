import { FAILURE_ADVICE } from '../../../lib/captures/failure-advice.ts';
import { fail, type Judgment, ok, skipped, warn } from './finding.ts';
import type { LiveResult } from './live.ts';
import { needsSomebody, type OperatorStatus } from './operator-api.ts';

/** How long the worker's last snapshot proves that its token may create snapshots: later, the token may be another. */
const PROOF_MS = 24 * 60 * 60_000;

/**
 * Whether the token may "Create snapshot shares". ThousandEyes has no call that shows the current user, and shows roles
 * to administrators only, so only a created snapshot proves the permission.
 *
 * @param status the answer of GET /status, if it came
 * @param now epoch milliseconds
 */
export const judgePermission = (
  live: LiveResult | undefined,
  status: Pick<OperatorStatus, 'tokenWorkedAt' | 'gate'> | undefined,
  now: number,
): Judgment => {
  if (live?.kind === 'created' && !live.isReused) return ok('A snapshot was created just now.');
  if (live?.kind === 'forbidden')
    return fail('The token may not create snapshots here (403).', FAILURE_ADVICE.forbidden);
  const { tokenWorkedAt } = status ?? {};
  if (status !== undefined && tokenWorkedAt !== undefined) {
    const told = `The worker's token created a snapshot at ${tokenWorkedAt}.`;
    if (needsSomebody(status))
      return warn(
        `${told} The worker has no working token now.`,
        'Do what the check "Gate" says, then run this again.',
      );
    return now - Date.parse(tokenWorkedAt) <= PROOF_MS
      ? ok(`${told} Only --live checks other account groups.`)
      : warn(
          `${told} The token may have changed since.`,
          'Run it with --live --test-id: that creates one real snapshot.',
        );
  }
  return skipped('the API does not show whether the token may "Create snapshot shares"; --live proves it');
};
