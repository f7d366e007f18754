import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOCK_SKEW_MS,
  countedUntil,
  freeSlots,
  heldUntil,
  nextSlotAt,
  SEND_WITHIN_MS,
} from '../../lib/planning/quota.ts';
import { aQuota, NOW } from '../support/factories.ts';

const PERIOD = 300_000;
const TIMEOUT = 20_000;

const indexesOf = (slots: readonly { readonly index: number }[]): number[] => slots.map(({ index }) => index);

describe('quota: which slots are free', () => {
  it.each([
    { name: 'never used', releaseAt: [0, 0], free: [0, 1] },
    { name: 'free since this millisecond', releaseAt: [NOW], free: [0] },
    { name: 'free in a millisecond', releaseAt: [NOW + 1], free: [] },
    { name: 'some of five', releaseAt: [NOW + 1, NOW - 1, NOW + 9, 0, NOW + 2], free: [3, 1] },
    { name: 'longest free first', releaseAt: [NOW - 1, NOW - 3, NOW - 2], free: [1, 2, 0] },
  ])('is told by their release: $name', ({ releaseAt, free }) => {
    const slots = freeSlots(aQuota(releaseAt), NOW);

    expect(indexesOf(slots)).toEqual(free);
  });

  it.each([
    { name: 'closed for another millisecond', closedUntil: NOW + 1, free: [] },
    { name: 'opening this millisecond', closedUntil: NOW, free: [0, 1] },
    { name: 'opened before', closedUntil: NOW - 1, free: [0, 1] },
  ])('depends on the gate as well: $name', ({ closedUntil, free }) => {
    const slots = freeSlots(aQuota([0, 0], { closedUntil }), NOW);

    expect(indexesOf(slots)).toEqual(free);
  });

  it('leaves what was read as it was', () => {
    const quota = aQuota([NOW - 1, NOW - 2]);

    freeSlots(quota, NOW);

    expect(indexesOf(quota.slots)).toEqual([0, 1]);
  });
});

describe('quota: when the next call may be made', () => {
  it.each([
    { name: 'at once', releaseAt: [0, NOW + 5], closedUntil: 0, at: 0 },
    { name: 'with the first slot', releaseAt: [NOW + 7, NOW + 5], closedUntil: 0, at: NOW + 5 },
    { name: 'with the gate', releaseAt: [NOW + 5], closedUntil: NOW + 9, at: NOW + 9 },
    { name: 'with the slot after the gate', releaseAt: [NOW + 5], closedUntil: NOW + 3, at: NOW + 5 },
    { name: 'with the gate though a slot is free', releaseAt: [0], closedUntil: NOW + 9, at: NOW + 9 },
  ])('is $name', ({ releaseAt, closedUntil, at }) => {
    const next = nextSlotAt(aQuota(releaseAt, { closedUntil }));

    expect(next).toBe(at);
  });

  it('is when a slot is free, and not a millisecond before, for any slots and gate', () => {
    const soon = fc.integer({ min: NOW + 1, max: NOW + PERIOD });

    fc.assert(
      fc.property(fc.array(soon, { minLength: 1, maxLength: 5 }), soon, (releaseAt, closedUntil) => {
        const quota = aQuota(releaseAt, { closedUntil });

        const next = nextSlotAt(quota);

        expect(freeSlots(quota, next - 1)).toEqual([]);
        expect(freeSlots(quota, next)).not.toEqual([]);
      }),
    );
  });
});

describe('quota: how long a slot stays taken', () => {
  it('is a period and the clocks’ difference after the answer', () => {
    const until = countedUntil(NOW, PERIOD);

    expect(until).toBe(NOW + PERIOD + CLOCK_SKEW_MS);
  });

  it('is never shorter for a dead holder than for one whose call was sent and answered as late as can be', () => {
    const lastAnswer = NOW + SEND_WITHIN_MS + TIMEOUT;

    const until = heldUntil(NOW, TIMEOUT, PERIOD);

    expect(until).toBeGreaterThanOrEqual(countedUntil(lastAnswer, PERIOD));
  });
});

describe('quota: a slot whose holder dies', () => {
  it('stays taken for the latest that its call can be counted, and a period after that', () => {
    const sentAtLast = NOW + SEND_WITHIN_MS;
    const countedAtLast = sentAtLast + 2 * TIMEOUT;

    expect(heldUntil(NOW, TIMEOUT, PERIOD)).toBe(countedAtLast + PERIOD + CLOCK_SKEW_MS);
  });
});
