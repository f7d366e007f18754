import { createThousandEyes } from '../../lib/thousandeyes/client.ts';
import { CHECKS, type Judgment, skipped } from './checks/finding.ts';
import { type Call, createCall } from '../http-call.ts';
import { openLink } from './checks/link-page.ts';
import { judgeNoSnapshot, type LiveResult, snapshotByApi, snapshotDirectly } from './checks/live.ts';
import { judgeLink } from './checks/live-link.ts';
import type { DoctorDeps } from './dependencies.ts';
import type { DoctorOptions } from './options.ts';
import type { Examination } from './examine.ts';
import type { Targets } from './targets.ts';

/** The result of --live; empty without --live. */
export interface Live {
  readonly result?: LiveResult;
  readonly judgment?: Judgment;
}

/** If one of these checks failed, a snapshot would only spend quota. */
const PRECONDITIONS = ['thousandeyes-token', 'account-group', 'test', 'operator-api'] as const;

/** Creates one real snapshot after a confirmation, through the deployed API if there is one, which keeps the quota. */
export const takeLive = async (
  { baseUrl, apiUrl }: Targets,
  options: DoctorOptions,
  { tokens, findings }: Examination,
  { call, now, confirm, during }: { readonly call: Call } & Pick<DoctorDeps, 'now' | 'confirm' | 'during'>,
): Promise<Live> => {
  const { testId = '', aid, linkVisibility } = options;
  const test = { testId, aid };
  const timeoutMs = options.timeout * 1000;
  const token = baseUrl === undefined ? tokens.thousandeyes : tokens.operator;
  if (token === undefined) {
    return { judgment: skipped(`no usable ${baseUrl === undefined ? 'ThousandEyes' : 'operator'} token`) };
  }
  const hopeless = PRECONDITIONS.find((check) => findings[check]?.outcome === 'fail');
  if (hopeless) return { judgment: skipped(`fix this first: ${CHECKS[hopeless]}`) };
  const how =
    baseUrl === undefined ? 'at ThousandEyes directly' : 'through the deployed API (its link goes to the topic too)';
  const question = `Create ONE real snapshot of test ${testId}, ${how}?`;
  if (!options.yes && !(await confirm(question))) return { judgment: skipped('you answered no') };

  const taking =
    baseUrl === undefined
      ? snapshotDirectly(createThousandEyes({ apiUrl, timeoutMs, linkVisibility, now }), token, test, now())
      : snapshotByApi(call, baseUrl, token, test);
  const result = await during('Creating the snapshot', taking);
  if (result.kind !== 'created') return { result, judgment: judgeNoSnapshot(result) };
  // The host in a link is part of the key. A separate call without onDate keeps that host out of the check "Clocks".
  const page = await openLink(createCall({ timeoutMs, now }), result.link);
  // The deployed API uses its own LINK_VISIBILITY, which the doctor does not know.
  const wanted = baseUrl === undefined ? linkVisibility : undefined;
  return { result, judgment: judgeLink(result, page, wanted) };
};
