import { announceCapture } from './announce.ts';
import { closeGate, currentToken, freshToken, measureAnswer } from './call.ts';
import type { Capture } from '../captures/capture.ts';
import type { Quota } from '../planning/quota.ts';
import type { LookupAnswer } from '../thousandeyes/client.ts';
import { claim, fail, resolve } from '../captures/transitions.ts';
import { applyVerdict, judge } from '../planning/verdict.ts';
import { announceUntil, claimUntil, hasTimeForCall, type WorkerContext } from './context.ts';

/**
 * Finds the test of a capture whose payload names none, by `GET /alerts/{alertId}`. No slot: it creates nothing.
 * Found, the capture is pending again with its test; an alert without a test, or one unknown for good, fails.
 */
export const lookUpTest = async (context: WorkerContext, capture: Capture, quota: Quota): Promise<void> => {
  const { view, log, now, random, settings } = context;
  const token = await currentToken(context, quota);
  if (token === undefined) return;
  const claimed = await view.save(claim(capture, claimUntil(context)));
  if (claimed === undefined) return;

  const answer = await askTwice(context, claimed, token, quota);
  const leaseUntil = announceUntil(context);
  const fields = { captureId: capture.id, outcome: answer.outcome };
  if (answer.outcome !== 'found') {
    const verdict = judge(answer, 'lookup');
    log.warn('test_not_looked_up', { ...fields, ...('detail' in answer && { detail: answer.detail }) });
    const terms = { now: now(), random, maxAttempts: settings.maxAttempts, leaseUntil };
    try {
      await closeGate(context, verdict, answer, quota);
    } finally {
      await writeDown(context, applyVerdict(verdict, claimed, terms)); // a gate that cannot be written charges nothing
    }
    return;
  }
  if (answer.testId === undefined) {
    log.info('alert_without_test', fields);
    const failure = { code: 'no_test', detail: 'the alert names no test' } as const;
    return writeDown(context, fail(claimed, failure, [], leaseUntil));
  }
  log.info('test_looked_up', fields);
  await writeDown(context, resolve(claimed, answer.testId, answer.alert));
};

const writeDown = async (context: WorkerContext, next: Capture): Promise<void> => {
  const saved = await context.view.save(next);
  if (saved?.state === 'failed') await announceCapture(context, saved);
};

/** After a 401 once more with the token fetched anew: it may have been rotated since it was cached. */
const askTwice = async (
  context: WorkerContext,
  { alert }: Capture,
  token: string,
  quota: Quota,
): Promise<LookupAnswer> => {
  const answer = await askOnce(context, alert, token);
  if (answer.outcome !== 'unauthorized' || !hasTimeForCall(context)) return answer;
  const fresh = await freshToken(context, quota);
  return fresh === undefined || fresh === token ? answer : askOnce(context, alert, fresh);
};

const askOnce = async (context: WorkerContext, alert: Capture['alert'], token: string): Promise<LookupAnswer> => {
  const answer = await context.thousandEyes.lookUpAlert(token, alert ?? {});
  measureAnswer(context, answer.outcome);
  return answer;
};
