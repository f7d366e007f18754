import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStrictLimiter } from '../../prove/api/limiter.ts';
import { mostInAnyPeriod } from '../../prove/verdict/most-in-any-period.ts';

const times = fc.array(fc.nat(3000), { maxLength: 60 }).map((list) => list.toSorted((a, b) => a - b));

describe('the strict limiter', () => {
  it.each([
    { name: 'up to the limit at once', at: [0, 0, 0], allowed: [true, true, true] },
    { name: 'one more', at: [0, 0, 0, 0], allowed: [true, true, true, false] },
    { name: 'one more just before the period is over', at: [0, 0, 0, 999], allowed: [true, true, true, false] },
    { name: 'one more when the period is over', at: [0, 0, 0, 1000], allowed: [true, true, true, true] },
    {
      name: 'a refused call counts',
      at: [0, 0, 0, 500, 1000, 1000, 1000],
      allowed: [1, 1, 1, 0, 1, 1, 0].map(Boolean),
    },
    { name: 'over the end of a whole period', at: [900, 900, 900, 1100], allowed: [true, true, true, false] },
  ])('of 3 in 1000 ms: $name', ({ at, allowed }) => {
    const count = createStrictLimiter(3, 1000);

    expect(at.map((now) => count(now).isAllowed)).toEqual(allowed);
  });

  it('says how many calls are left, and when the next one is allowed', () => {
    const count = createStrictLimiter(2, 1000);

    expect(count(100)).toEqual({ isAllowed: true, remaining: 1, resetAt: 100 });
    expect(count(300)).toEqual({ isAllowed: true, remaining: 0, resetAt: 1100 });
    expect(count(400)).toEqual({ isAllowed: false, remaining: 0, resetAt: 1300 });
    expect(count(1300)).toMatchObject({ isAllowed: true });
  });

  it('refuses a call exactly if there are more than the limit in the period that ends with it', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 900 }), (all, limit, period) => {
        const count = createStrictLimiter(limit, period);
        for (const [index, now] of all.entries()) {
          const inPeriod = all.slice(0, index + 1).filter((at) => at > now - period).length;
          expect(count(now).isAllowed).toBe(inPeriod <= limit);
        }
      }),
    );
  });
});

describe('the most calls in any period', () => {
  it.each([
    { at: [], most: 0 },
    { at: [7], most: 1 },
    { at: [0, 999], most: 2 },
    { at: [0, 1000], most: 1 },
    { at: [1500, 0, 2400, 1600], most: 3 },
  ])('of $at is $most', ({ at, most }) => {
    expect(mostInAnyPeriod(at, 1000)).toBe(most);
  });

  it('is what a look at the period from each call on finds', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 900 }), (all, period) => {
        const counts = all.map((from) => all.filter((at) => at >= from && at < from + period).length);

        expect(mostInAnyPeriod(all, period)).toBe(Math.max(0, ...counts));
      }),
    );
  });
});
