import { judgeAccountGroup } from './account-group.ts';
import { type Findings, skipped } from './finding.ts';
import type { Call } from '../../http-call.ts';
import { probeTest } from './test.ts';
import { judgeRateLimit, judgeToken, readAccountGroups } from './thousandeyes-token.ts';

export interface ThousandEyesQuestion {
  readonly apiUrl: string;
  readonly token: string;
  readonly aid?: string | undefined;
  readonly testId?: string | undefined;
}

/**
 * Asks ThousandEyes about token, account group and test, one after the other: many 401s from one address lock the
 * account, so a token that is refused is shown once only.
 */
export const probeThousandEyes = async (
  call: Call,
  { apiUrl, token, aid, testId }: ThousandEyesQuestion,
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
  return ofAccount['account-group'].outcome === 'fail'
    ? { ...ofAccount, test: skipped('the token does not see its account group') }
    : { ...ofAccount, test: await probeTest(call, { apiUrl, token, testId, aid }) };
};
