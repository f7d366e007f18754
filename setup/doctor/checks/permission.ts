import { FAILURE_ADVICE } from '../../../lib/failure-advice.ts';
import { fail, type Judgement, ok, skipped } from './finding.ts';
import type { LiveResult } from './live.ts';

/**
 * Whether the token may "Create snapshot shares". The vendor's API does not say whose token it is asked with: no call
 * shows the current user, and roles are shown to administrators only. So it shows only where a snapshot was created.
 *
 * @param tokenWorkedAt of GET /status
 */
export const judgePermission = (live: LiveResult | undefined, tokenWorkedAt: string | undefined): Judgement => {
  if (live?.kind === 'created' && !live.isReused) return ok('A snapshot was created just now.');
  if (live?.kind === 'forbidden')
    return fail('The token may not create snapshots here (403).', FAILURE_ADVICE.forbidden);
  if (tokenWorkedAt !== undefined) {
    return ok(`The worker's token created a snapshot at ${tokenWorkedAt}. For other account groups only --live tells.`);
  }
  return skipped('the API does not tell whether the token may "Create snapshot shares"; --live proves it');
};
