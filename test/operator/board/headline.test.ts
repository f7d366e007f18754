import { describe, expect, it } from 'vitest';
import { headlineOf, renderHeadline } from '../../../lib/operator/board/parts/headline.ts';
import { GATE_ADVICE } from '../../../lib/operator/gate-advice.ts';
import type { GateReason } from '../../../lib/planning/quota.ts';
import { aBoard, textOf } from '../../support/board.ts';
import { aCapture, aQuota, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const waiting = (count: number) =>
  Array.from({ length: count }, (_, index) => aCapture({ id: `${index}`, testId: `${index}` }));

describe('the board: its headline if the gate is closed', () => {
  it.each(Object.keys(GATE_ADVICE) as GateReason[])(
    'says why, what to do, and when it is tried again: %s',
    (reason) => {
      const board = aBoard(waiting(1), { quota: aQuota([0], { closedUntil: NOW + MINUTE, reason }) });

      const { tone, text, next } = headlineOf(board);

      expect(tone).toBe('blocked');
      expect(text).toMatch(/^(The .*)?ThousandEyes .+; 1 capture waiting$/);
      expect(textOf(next)).toMatch(/ The next try is in 1:00 \.$/);
      expect(textOf(next)).toContain(GATE_ADVICE[reason]);
    },
  );

  it('says another thing for each reason', () => {
    const texts = Object.keys(GATE_ADVICE).map(
      (reason) =>
        headlineOf(aBoard([], { quota: aQuota([0], { closedUntil: NOW + 1, reason: reason as never }) })).text,
    );

    expect(new Set(texts).size).toBe(texts.length);
  });

  it('says that calls are paused if the reason is one that it does not know', () => {
    const quota = aQuota([0], { closedUntil: NOW + SECOND, reason: 'toString' as never });

    const { text, next } = headlineOf(aBoard([], { quota }));

    expect(text).toBe('Calls to ThousandEyes are paused');
    expect(textOf(next)).toBe('They go on by themselves. The next try is in 0:01 .');
  });
});

describe('the board: its headline if alerts wait for a closing snapshot', () => {
  const grouped = { until: NOW + 20 * MINUTE, openedBy: 'first', showsUntil: '2026-03-02T09:58:00Z' };
  const asleep = (count: number) =>
    Array.from({ length: count }, (_, index) => aCapture({ id: `asleep ${index}`, testId: '9', grouped }));

  it('is calm, and says when it is due', () => {
    const { tone, text, next } = headlineOf(aBoard(asleep(2)));

    expect(tone).toBe('calm');
    expect(text).toBe('2 alerts wait for the closing snapshot of their test');
    expect(textOf(next)).toBe(
      'Their tests have a recent snapshot already. The next closing snapshot is due at 10:20:00 UTC.',
    );
    expect(headlineOf(aBoard(asleep(1))).text).toBe('1 alert waits for the closing snapshot of its test');
  });

  it('counts only the others if others wait', () => {
    const { text, next } = headlineOf(aBoard([...waiting(1), ...asleep(2)]));

    expect(text).toBe('1 capture waiting');
    expect(textOf(next)).toContain('The last of them is due at 10:00:00 UTC.');
  });
});

describe('the board: its headline if captures wait', () => {
  it('says how many, how many slots are free, and when the last is due', () => {
    const { text, next } = headlineOf(aBoard(waiting(2), { quota: aQuota([0, NOW + MINUTE]) }));

    expect(text).toBe('2 captures waiting');
    expect(textOf(next)).toBe('1 of 2 slots free. The last of them is due at 10:01:00 UTC.');
  });

  it('says when the next slot is free if none is', () => {
    const { next } = headlineOf(aBoard(waiting(1), { quota: aQuota([NOW + MINUTE]) }));

    expect(textOf(next)).toContain('No slot is free; the next one is in 1:00 .');
  });

  it('says that there may be more than were counted', () => {
    const board = aBoard(waiting(2));
    const status = { ...board.status, pending: { ...board.status.pending, isPartial: true } };

    expect(headlineOf({ ...board, status }).text).toBe('2 captures or more waiting');
  });
});

describe('the board: its headline as a part of the page', () => {
  it('has its tone, and its two sentences', () => {
    expect(textOf(renderHeadline(aBoard()))).toBe('No evidence yet 2 of 2 slots free.');
    expect(textOf(renderHeadline(aBoard([aCapture({ state: 'claimed' })])))).toBe(
      '1 capture in hand 2 of 2 slots free.',
    );
  });
});
