import { judgeAccountGroup } from './account-group.ts';
import { type Findings, skipped } from './finding.ts';
import type { Call } from '../../http-call.ts';
import type { DoctorOptions } from '../options.ts';
import { probeTest } from './test.ts';
import { judgeRateLimit, judgeToken, readAccountGroups } from './thousandeyes-token.ts';

/**
 * Checks token, account group and test at ThousandEyes, one after the other. Many 401s from one address lock the
 * account, so a refused token is sent only once.
 */
export const probeThousandEyes = async (
  call: Call,
  { apiUrl, token, aid, testId }: Pick<DoctorOptions, 'apiUrl' | 'aid' | 'testId'> & { readonly token: string },
  now: () => number,
): Promise<Findings> => {
  const reply = await call(`${apiUrl}/account-groups`, { token });
  const groups = readAccountGroups(reply);
  const ofToken = {
    'thousandeyes-token': judgeToken(reply, now()),
    'thousandeyes-rate-limit': judgeRateLimit(reply),
  };
  if (groups === undefined) {
    const reason = skipped('the token could not be used');
    return { ...ofToken, 'account-group': reason, test: reason };
  }
  const ofAccount = { ...ofToken, 'account-group': judgeAccountGroup(groups, aid) };
  if (testId === undefined) return ofAccount;
  if (ofAccount['account-group'].outcome === 'fail')
    return { ...ofAccount, test: skipped('the token does not see its account group') };
  const query = aid === undefined ? '' : `?aid=${encodeURIComponent(aid)}`;
  return { ...ofAccount, test: await probeTest((path) => call(`${apiUrl}${path}${query}`, { token }), testId) };
};
