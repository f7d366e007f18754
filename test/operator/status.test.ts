import { describe, expect, it } from 'vitest';
import { AN_OPERATOR } from '../support/board.ts';
import { headlineOf } from '../../lib/operator/board/parts/headline.ts';
import { markupOf } from '../../lib/operator/board/html.ts';
import { statusOf } from '../../lib/operator/status.ts';
import { planCaptures } from '../../lib/planning/plan.ts';
import { turnsOf } from '../../lib/planning/due-times.ts';
import { judgeOperatorApi } from '../../setup/doctor/checks/operator-api.ts';
import { aCapture, aQuota, MINUTE, NOW, SECOND, without } from '../support/factories.ts';

const PERIOD = 300 * SECOND;
const LIMIT = 1000;
const at = (ms: number) => new Date(NOW + ms).toISOString();

/** Pending captures, each of another test. */
const waiting = (count: number) =>
  Array.from({ length: count }, (_, index) => aCapture({ id: `${index}`, testId: String(1 + index) }));

describe('status: nothing is open and every slot is free', () => {
  it('says so, and names no times', () => {
    const status = statusOf(aQuota([0, 0]), [], LIMIT, PERIOD, NOW);

    expect(status).toEqual({
      slots: { limit: 2, periodSeconds: 300, free: 2 },
      pending: { total: 0, isPartial: false, byPriority: {} },
      inHand: 0,
    });
  });
});

describe('status: every slot is taken', () => {
  it('says when the next one is free', () => {
    const status = statusOf(aQuota([NOW + MINUTE, NOW + SECOND]), [], LIMIT, 31 * SECOND, NOW);

    expect(status.slots).toMatchObject({
      periodSeconds: 31,
      free: 0,
      nextFreeAt: at(SECOND),
      takenUntil: [at(SECOND), at(MINUTE)],
    });
  });

  it('has one again at the moment of its release', () => {
    const status = statusOf(aQuota([NOW + MINUTE, NOW]), [], LIMIT, PERIOD, NOW);

    expect(status.slots).toEqual({ limit: 2, periodSeconds: 300, free: 1, takenUntil: [at(MINUTE)] });
  });
});

describe('status: the gate is closed', () => {
  it('says why and until when, and that there is no slot before', () => {
    const quota = aQuota([0, 0], { closedUntil: NOW + MINUTE, reason: 'rate_limited', strikes: 1 });

    const status = statusOf(quota, waiting(1), LIMIT, PERIOD, NOW);

    expect(status.gate).toEqual({ reason: 'rate_limited', closedUntil: at(MINUTE) });
    expect(status.slots).toMatchObject({ free: 0, nextFreeAt: at(MINUTE) });
    expect(status.pending.lastDoneAt).toBe(at(MINUTE));
  });

  it.each([
    { name: 'it was, until now', gate: { closedUntil: NOW, reason: 'unauthorized' as const }, told: undefined },
    { name: 'nobody knows why', gate: { closedUntil: NOW + 1 }, told: { reason: 'unknown', closedUntil: at(1) } },
  ])('$name', ({ gate, told }) => {
    expect(statusOf(aQuota([0], gate), [], LIMIT, PERIOD, NOW).gate).toEqual(told);
  });
});

describe('status: captures are open', () => {
  it('counts the pending ones by their order, and apart from them those in hand', () => {
    const open = [
      aCapture({ severity: 'critical' }),
      aCapture({ severity: 'critical' }),
      aCapture({ severity: 'unknown', reason: 'manual' }),
      aCapture({ severity: 'unknown', reason: 'schedule' }),
      aCapture({ state: 'claimed' }),
      aCapture({ state: 'created' }),
    ];

    const status = statusOf(aQuota([0]), open, LIMIT, PERIOD, NOW);

    expect(status.pending).toMatchObject({ total: 4, byPriority: { critical: 2, manual: 1, schedule: 1 } });
    expect(status.inHand).toBe(2);
  });

  it('has no end to name if all of them are in hand', () => {
    const { pending, inHand } = statusOf(aQuota([0]), [aCapture({ state: 'claimed' })], LIMIT, PERIOD, NOW);

    expect({ pending, inHand }).toEqual({ pending: { total: 0, isPartial: false, byPriority: {} }, inHand: 1 });
  });

  it.each([
    { limit: 2, isPartial: true },
    { limit: 3, isPartial: false },
  ])('says whether more than the $limit requested captures may be open: $isPartial', ({ limit, isPartial }) => {
    const open = [...waiting(1), aCapture({ state: 'claimed' })];

    expect(statusOf(aQuota([0]), open, limit, PERIOD, NOW).pending.isPartial).toBe(isPartial);
  });

  it.each([
    { count: 1, lastDoneAt: 0 },
    { count: 2, lastDoneAt: SECOND },
    { count: 3, lastDoneAt: 301 * SECOND },
    { count: 4, lastDoneAt: 302 * SECOND },
    { count: 5, lastDoneAt: 602 * SECOND },
  ])('says when the last of $count is captured', ({ count, lastDoneAt }) => {
    const quota = aQuota([NOW + SECOND, NOW - MINUTE]);

    expect(statusOf(quota, waiting(count), LIMIT, PERIOD, NOW).pending.lastDoneAt).toBe(at(lastDoneAt));
  });

  it('counts one snapshot for all of one test, and one for each whose test is not known', () => {
    const sameTest = [aCapture({ id: 'a' }), aCapture({ id: 'b' }), aCapture({ id: 'c' })];
    const unknown = [without(aCapture({ id: 'd' }), 'testId'), without(aCapture({ id: 'e' }), 'testId')];

    const { pending } = statusOf(aQuota([0]), [...sameTest, ...unknown], LIMIT, PERIOD, NOW);

    expect(pending.lastDoneAt).toBe(at(602 * SECOND));
  });
});

describe('status: twelve captures of one test, each to be tried alone after a 400, and five free slots', () => {
  const quota = aQuota([0, 0, 0, 0, 0]);
  const alone = Array.from({ length: 12 }, (_, index) => aCapture({ id: `${index}`, alone: true }));
  // Five slots serve twelve groups in three rounds. Before, the status counted one group, and said "now".
  const thirdRound = at(2 * (PERIOD + SECOND));

  it('is due when the twelfth snapshot is', () => {
    expect(statusOf(quota, alone, LIMIT, PERIOD, NOW).pending.lastDoneAt).toBe(thirdRound);
  });

  it('has one end for the plan, the turns, the headline and the doctor', () => {
    const status = statusOf(quota, alone, LIMIT, PERIOD, NOW);
    const turns = turnsOf(alone, quota, PERIOD, NOW);
    const reply = {
      kind: 'answer',
      status: 200,
      header: () => undefined,
      text: JSON.stringify(status),
      tookMs: 1,
    } as const;

    expect(planCaptures(alone, { reuseMs: 0, groupMs: 0 }, NOW).groups).toHaveLength(12);
    expect(turns.map(({ dueAt }) => new Date(dueAt).toISOString()).at(-1)).toBe(thirdRound);
    expect(
      markupOf(headlineOf({ operator: AN_OPERATOR, status, turns, captures: [], filter: {}, now: NOW }).next),
    ).toContain(`datetime="${thirdRound}"`);
    expect(judgeOperatorApi(reply).backlog?.message).toContain(thirdRound);
  });

  it('is due no earlier than its next try', () => {
    const later = aCapture({ notBefore: NOW + MINUTE });

    expect(statusOf(quota, [later], LIMIT, PERIOD, NOW).pending.lastDoneAt).toBe(at(MINUTE));
  });
});

describe('status: alerts wait for the closing snapshot of their test', () => {
  const grouped = { until: NOW + 20 * MINUTE, openedBy: 'first', showsUntil: '2026-03-02T09:58:00Z' };
  const asleep = [aCapture({ id: 'a', grouped }), aCapture({ id: 'b', grouped })];

  it('counts them by themselves, and says when the next closing one is due', () => {
    const status = statusOf(aQuota([0]), asleep, LIMIT, PERIOD, NOW);

    expect(status.pending).toEqual({ total: 0, isPartial: false, byPriority: {} });
    expect(status.grouped).toEqual({ total: 2, nextDueAt: at(20 * MINUTE) });
    expect(status.inHand).toBe(0);
  });

  it('says of the others when the last of them is due', () => {
    const status = statusOf(aQuota([0]), [...asleep, ...waiting(1)], LIMIT, PERIOD, NOW);

    expect(status.pending).toMatchObject({ total: 1, lastDoneAt: at(0) });
  });

  it('is no sign for the doctor that the worker does not run', () => {
    const text = JSON.stringify(statusOf(aQuota([0]), asleep, LIMIT, PERIOD, NOW));

    expect(judgeOperatorApi({ kind: 'answer', status: 200, header: () => undefined, text, tookMs: 1 }).backlog).toEqual(
      expect.objectContaining({ outcome: 'ok' }),
    );
  });

  it('counts them as waiting again when the closing one is due', () => {
    const status = statusOf(aQuota([NOW + MINUTE]), asleep, LIMIT, PERIOD, NOW + 20 * MINUTE);

    expect(status.pending.total).toBe(2);
    expect(status).not.toHaveProperty('grouped');
  });
});

describe('status: a snapshot was created', () => {
  it('says that the token worked then, when the last of them was', () => {
    const slots = [-3, -1, -2].map((minutes, index) => ({
      index,
      releaseAt: 0,
      created: { at: NOW + minutes * MINUTE, testKey: '74411/4711', captureId: 'a'.repeat(32) },
    }));

    const status = statusOf({ ...aQuota([]), slots }, [], LIMIT, PERIOD, NOW);

    expect(status.tokenWorkedAt).toBe(at(-MINUTE));
  });
});
