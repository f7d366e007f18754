import type { WithoutSnapshot } from '../alerts/without-snapshot.ts';
import type { Claimed, Pending } from '../captures/capture.ts';
import { claim, ignore, putBack, resolve, withFound } from '../captures/transitions.ts';
import { type GateReason, LOOKUPS, type Quota } from '../planning/quota.ts';
import { applyVerdict, judge, type Verdict } from '../planning/verdict.ts';
import { allDone } from '../all-done.ts';
import { claimUntil, guarded, hasTimeForCall, type WorkerContext } from './context.ts';
import { failClaimed } from './end.ts';
import { ask, enter, leave } from './upstream.ts';

/** Reasons that close the gate because of snapshots alone: their quota is spent, or their tests fail. */
const SNAPSHOTS_ONLY: ReadonlySet<GateReason | undefined> = new Set(['rate_limited', 'failing']);

/** Looks up the tests of a few captures, unless another worker has the turn for look-ups. */
export const lookUpTests = async (
  context: WorkerContext,
  captures: readonly Pending[],
  quota: Quota,
): Promise<void> => {
  const now = context.now();
  if (!(await context.slots.takeTurn('look-up', now, now + LOOKUPS.everyMs))) return;
  await Promise.all(captures.map((capture) => guarded(context, capture, () => lookUpTest(context, capture, quota))));
};

/**
 * Finds the test of a capture whose payload names none, by `GET /alerts/{alertId}`. A look-up creates nothing and needs
 * no slot. A capture with a found test is pending again. An alert that can have no snapshot is ignored; an alert that
 * ThousandEyes permanently does not know makes its capture fail.
 */
const lookUpTest = async (context: WorkerContext, capture: Pending, { gate }: Quota): Promise<void> => {
  const { view, log, thousandEyes } = context;
  const pass = await enter(context, gate);
  if (pass === undefined) return;
  const claimed = await view.save(claim(capture, claimUntil(context)));
  if (claimed === undefined) return leave(context, pass, 'not_made');

  const mayRepeat = async () => hasTimeForCall(context);
  const answer = await ask(context, pass, (token) => thousandEyes.lookUpAlert(token, claimed.alert ?? {}), mayRepeat);
  if (answer === undefined) {
    await view.save(putBack(claimed));
    return leave(context, pass, 'not_made');
  }
  // A look-up cannot show whether a trouble that only snapshots have is over.
  const end = SNAPSHOTS_ONLY.has(gate.reason) ? 'not_made' : 'came_through';
  const fields = { captureId: capture.id, outcome: answer.outcome };
  if (answer.outcome !== 'found') {
    const verdict = judge(answer, 'lookup');
    log.warn('test_not_looked_up', { ...fields, ...('detail' in answer && { detail: answer.detail }) });
    try {
      await leave(context, pass, verdict.kind === 'gate' ? { failure: answer, verdict } : end);
    } finally {
      await settleLookup(context, claimed, verdict); // also if the gate could not be written
    }
    return;
  }
  await leave(context, pass, end);
  const { testId, without, alert } = answer;
  if (testId === undefined || without !== undefined) {
    return settleWithout(context, withFound(claimed, alert), without);
  }
  log.info('test_looked_up', fields);
  await view.save(resolve(claimed, testId, alert));
};

/**
 * Ends a capture without a test. It is ignored if the answer gives the reason, or if the alert named no test either. An
 * alert that names a test may belong to one that the token may not see, so its capture fails with a notice.
 */
const settleWithout = async (
  context: WorkerContext,
  claimed: Claimed,
  without: WithoutSnapshot | undefined,
): Promise<void> => {
  const { view, log, measure, now } = context;
  const reason = without ?? (claimed.testName === undefined ? 'no_test' : undefined);
  log.info('alert_without_test', { captureId: claimed.id, reason });
  if (reason === undefined) {
    const failure = { code: 'no_test', detail: 'the alert names a test, and ThousandEyes names none for it' } as const;
    return failClaimed(context, { leader: claimed, followers: [] }, failure);
  }
  const failure = { code: reason, detail: 'by what ThousandEyes answered for the alert' };
  if (await view.save(ignore(claimed, failure, now()))) measure('AlertsIgnored', 1, reason);
};

const settleLookup = async (context: WorkerContext, claimed: Claimed, verdict: Verdict): Promise<void> => {
  const consequence = applyVerdict(verdict, [claimed], { now: context.now(), random: context.random, call: 'lookup' });
  if (consequence.kind === 'wait') await allDone(consequence.captures.map((capture) => context.view.save(capture)));
  else await failClaimed(context, { leader: claimed, followers: [] }, consequence.failure);
};
