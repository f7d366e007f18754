import type { Failed, Pending } from '../captures/capture.ts';
import { claim, fail, putBack, resolve } from '../captures/transitions.ts';
import type { Quota } from '../planning/quota.ts';
import { applyVerdict, judge } from '../planning/verdict.ts';
import { announceCapture } from './announce.ts';
import { announceUntil, claimUntil, guarded, hasTimeForCall, type WorkerContext } from './context.ts';
import { LOOKUPS_EVERY_MS } from './decide.ts';
import { ask, enter, leave } from './upstream.ts';

/** Looks up the tests of a few captures, where no other worker has the turn to. */
export const lookUpTests = async (
  context: WorkerContext,
  captures: readonly Pending[],
  quota: Quota,
): Promise<void> => {
  const now = context.now();
  if (!(await context.slots.takeLookups(now, now + LOOKUPS_EVERY_MS))) return;
  await Promise.all(captures.map((capture) => guarded(context, capture, () => lookUpTest(context, capture, quota))));
};

/**
 * Finds the test of a capture whose payload names none, by `GET /alerts/{alertId}`. No slot: it creates nothing.
 * Found, the capture is pending again with its test; an alert without a test, or one unknown for good, fails.
 */
const lookUpTest = async (context: WorkerContext, capture: Pending, { gate }: Quota): Promise<void> => {
  const { view, log, now, random, settings, thousandEyes } = context;
  const pass = await enter(context, gate);
  if (pass === undefined) return;
  const claimed = await view.save(claim(capture, claimUntil(context)));
  if (claimed === undefined) return leave(context, pass, 'not_made');

  const mayRepeat = async () => hasTimeForCall(context);
  const answer = await ask(context, pass, (token) => thousandEyes.lookUpAlert(token, claimed.alert ?? {}), mayRepeat);
  const leaseUntil = announceUntil(context);
  if (answer === undefined) {
    await writeDown(context, putBack(claimed));
    return leave(context, pass, 'not_made');
  }
  const fields = { captureId: capture.id, outcome: answer.outcome };
  if (answer.outcome !== 'found') {
    const verdict = judge(answer, 'lookup');
    log.warn('test_not_looked_up', { ...fields, ...('detail' in answer && { detail: answer.detail }) });
    const terms = { now: now(), random, maxAttempts: settings.maxAttempts, leaseUntil };
    try {
      await leave(context, pass, { failure: answer, verdict });
    } finally {
      await writeDown(context, applyVerdict(verdict, claimed, terms)); // a gate that cannot be written charges nothing
    }
    return;
  }
  await leave(context, pass, 'came_through');
  if (answer.testId === undefined) {
    log.info('alert_without_test', fields);
    const failure = { code: 'no_test', detail: 'the alert names no test' } as const;
    return writeDown(context, fail(claimed, failure, [], leaseUntil));
  }
  log.info('test_looked_up', fields);
  await writeDown(context, resolve(claimed, answer.testId, answer.alert));
};

const writeDown = async (context: WorkerContext, next: Pending | Failed): Promise<void> => {
  const saved = await context.view.save(next);
  if (saved?.state === 'failed') await announceCapture(context, saved);
};
