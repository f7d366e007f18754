import { createThousandEyesApi } from '../connect/thousandeyes-api.ts';
import { WEBHOOK_PATH } from '../webhook-address.ts';
import { probeAttachment } from './checks/attachment.ts';
import { type Findings, skipped } from './checks/finding.ts';
import type { DoctorDeps } from './dependencies.ts';
import type { DoctorOptions } from './options.ts';
import type { Targets } from './targets.ts';

/**
 * Checks what ThousandEyes sends to the webhook, with the worker's token. Many 401s lock the account, so this runs only
 * if that token sees the account group.
 *
 * @param ofToken the findings about the token and its account group
 */
export const lookAtAttachment = async (
  { baseUrl, apiUrl }: Targets,
  { aid, timeout }: DoctorOptions,
  token: string,
  ofToken: Findings,
  { now, sleep }: Pick<DoctorDeps, 'now' | 'sleep'>,
): Promise<Findings> => {
  if (baseUrl === undefined) return {};
  const group = ofToken['account-group']?.outcome;
  if (group === 'fail' || group === 'skipped') {
    const reason = skipped('the token could not be used in the account group');
    return { 'webhook-attached': reason, 'alert-rules': reason };
  }
  const api = createThousandEyesApi(
    { apiUrl, aid },
    { thousandEyes: token, webhook: undefined },
    { now, sleep, isInterrupted: () => false, err: () => undefined },
    { tries: 1, timeoutMs: timeout * 1000 },
  );
  return probeAttachment(api, `${baseUrl}${WEBHOOK_PATH}`);
};
