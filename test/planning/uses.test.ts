import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { byAge } from '../../lib/planning/priority.ts';
import { inOrderOfUse, nextUseOf } from '../../lib/planning/uses.ts';
import { aCapture, aQuota, NOW } from '../support/factories.ts';

const single = (capture: Capture): readonly Capture[] => [capture];
const servedFrom = (firstUse: number, captures: readonly Capture[]) =>
  inOrderOfUse(captures, single, firstUse).map(({ id }) => id);

describe('uses: the number of the next one', () => {
  it('counts all slots, those that were never taken too', () => {
    const { slots, ...quota } = aQuota([0, 0, 0]);

    expect(
      nextUseOf({ ...quota, slots: slots.map((slot) => (slot.index === 0 ? slot : { ...slot, uses: slot.index })) }),
    ).toBe(3);
  });
});

describe('uses: whom five in a row serve', () => {
  const manual = ['m1', 'm2', 'm3', 'm4'].map((id, index) =>
    aCapture({ id, reason: 'manual', receivedAt: NOW + index }),
  );
  const critical = ['c1', 'c2', 'c3', 'c4'].map((id, index) =>
    aCapture({ id, severity: 'critical', receivedAt: NOW + 10 + index }),
  );
  const minor = aCapture({ id: 'old', severity: 'minor', receivedAt: NOW - 1 });

  it('three whose turn it is, one the oldest, one alerts before manual requests', () => {
    expect(servedFrom(0, [...critical, minor, ...manual]).slice(0, 5)).toEqual(['m1', 'old', 'm2', 'c1', 'm3']);
  });

  it.each([
    { firstUse: 1, served: ['old', 'm1', 'c1'] },
    { firstUse: 3, served: ['c1', 'm1', 'm2'] },
    { firstUse: 8, served: ['c1', 'm1', 'm2'] },
  ])('go on from where the slots are: $firstUse', ({ firstUse, served }) => {
    expect(servedFrom(firstUse, [...critical, minor, ...manual]).slice(0, 3)).toEqual(served);
  });

  it('a group has the place of the best placed of its captures', () => {
    const groups = [[aCapture({ id: 'b' })], [minor, aCapture({ id: 'a', severity: 'critical' })]];

    expect(inOrderOfUse(groups, (group) => group, 0)).toEqual([groups[1], groups[0]]);
  });
});

describe('uses: any captures', () => {
  const captures = fc
    .array(
      fc.record({
        reason: fc.constantFrom('alert', 'manual', 'schedule'),
        severity: fc.constantFrom('critical', 'major', 'minor', 'info', 'unknown'),
        receivedAt: fc.integer({ min: NOW - 1000, max: NOW }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((all) => all.map((fields, index) => aCapture({ ...fields, id: `${index}` })));

  it('are each served once, and the k-th oldest by the 5k-th use', () => {
    fc.assert(
      fc.property(captures, fc.nat(10_000), (waiting, firstUse) => {
        const served = servedFrom(firstUse, waiting);

        expect(served.toSorted()).toEqual(waiting.map(({ id }) => id).toSorted());
        for (const [index, { id }] of waiting.toSorted(byAge).entries())
          expect(served.indexOf(id) + 1).toBeLessThanOrEqual(5 * (index + 1));
      }),
    );
  });
});
