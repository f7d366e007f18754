import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import type { EarlierSnapshot } from '../../lib/captures/snapshot.ts';
import { isBaseline, relatedOf, triggersBefore, wantsBaseline, withoutOwn } from '../../lib/captures/related.ts';
import { announce } from '../../lib/captures/announcing.ts';
import { covered } from '../../lib/captures/covered.ts';
import {
  aCapture,
  aFailed,
  anAlert,
  aSnapshot,
  aSource,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  without,
} from '../support/factories.ts';

const clearOf = (...triggers: string[]) =>
  aCapture({ id: `clear of ${triggers.join()}`, alert: anAlert({ transition: 'clear' }), triggers });
const trigger = (id: string, link = `https://${id}.share.thousandeyes.com/`) =>
  announce(
    aSource(aSnapshot({ endsAt: NOW - HOUR }, { link }), { id, alert: anAlert({ alertId: `alert ${id}` }) }),
    NOW - HOUR,
  );
const baseline: EarlierSnapshot = { captureId: 'planned', snapshot: aSnapshot({ endsAt: NOW - DAY }) };
const idsOf = (captures: readonly Capture[], members: readonly Capture[], now = NOW) =>
  relatedOf(members, captures, undefined, now).triggerSnapshots?.map(({ captureId }) => captureId);

describe('related: the baseline', () => {
  it('is the newest scheduled snapshot as long as it lives', () => {
    expect(relatedOf([aCapture()], [], baseline, NOW)).toEqual({ baseline });
    expect(relatedOf([aCapture()], [], baseline, NOW + 29 * DAY - 1)).toEqual({ baseline });
    expect(relatedOf([aCapture()], [], baseline, NOW + 29 * DAY)).toEqual({});
    expect(relatedOf([aCapture()], [], undefined, NOW)).toEqual({});
  });

  it('is wanted by a message of an alert, not of a person or a schedule alone', () => {
    const [manual, planned] = [aCapture({ reason: 'manual' }), aCapture({ reason: 'schedule' })];

    expect(wantsBaseline([manual, planned])).toBe(false);
    expect(wantsBaseline([manual, aCapture()])).toBe(true);
  });

  it.each([
    { name: 'a scheduled snapshot', capture: {}, is: true },
    {
      name: 'one that a manual request shares',
      capture: { covers: [{ captureId: 'b', severity: 'unknown' }] },
      is: true,
    },
    { name: 'one that an alert shares', capture: { covers: [covered(aCapture({ id: 'b' }))] }, is: false },
    { name: 'one that an alert made', capture: { reusedFrom: 'b' }, is: false },
    { name: 'one that it followed', capture: { mergedInto: 'b' }, is: false },
    { name: 'an alert’s', capture: { reason: 'alert' }, is: false },
    { name: 'one without a link', capture: { snapshot: without(aSnapshot(), 'link') }, is: false },
  ] as const)('may be $name: $is', ({ capture, is }) => {
    expect(isBaseline(aSource(aSnapshot(), { reason: 'schedule', ...capture }))).toBe(is);
  });
});

describe('related: the snapshot of a clear’s trigger', () => {
  it('has the alert and the capture', () => {
    const [named] = relatedOf([clearOf('a')], [trigger('a')], undefined, NOW).triggerSnapshots ?? [];

    expect(named).toEqual({ captureId: 'a', alertId: 'alert a', snapshot: trigger('a').snapshot });
  });

  it.each([
    { name: 'not published', capture: aSource(aSnapshot(), { id: 'a' }) },
    { name: 'failed', capture: aFailed({ id: 'a' }) },
    { name: 'without a link', capture: { ...trigger('a'), snapshot: without(aSnapshot(), 'link') } as Capture },
    { name: 'expired', capture: trigger('a'), now: NOW + 30 * DAY },
    { name: 'gone', capture: trigger('another') },
  ])('is that of the next trigger of the episode, where the first one’s is $name', ({ capture, now }) => {
    const second = { ...trigger('b'), snapshot: aSnapshot({ endsAt: NOW + 60 * DAY }) } as Capture;

    expect(idsOf([capture], [clearOf('a')], now)).toBeUndefined();
    expect(idsOf([capture, second], [clearOf('a', 'b')], now)).toEqual(['b']);
  });

  it('is none of a trigger that the same message tells of', () => {
    expect(triggersBefore([clearOf('a', 'b'), aCapture({ id: 'a' })])).toEqual(['b']);
    expect(idsOf([trigger('a')], [clearOf('a'), trigger('a')])).toBeUndefined();
  });

  it('is named once, and ten of them at most', () => {
    const many = Array.from({ length: 12 }, (_, index) => `t${index}`);

    expect(idsOf([trigger('a')], [clearOf('a'), { ...clearOf('a'), id: 'again' }])).toEqual(['a']);
    expect(
      idsOf(
        many.map((id) => trigger(id)),
        many.map((id) => clearOf(id)),
      ),
    ).toEqual(many.slice(0, 10));
  });
});

describe('related: a message about a snapshot that exists', () => {
  it('does not name that one again', () => {
    const related = relatedOf([clearOf('a', 'b')], [trigger('a')], baseline, NOW + MINUTE);
    const [a] = related.triggerSnapshots ?? [];

    expect(withoutOwn(related, a?.snapshot.link)).toEqual({ baseline });
    expect(withoutOwn(related, baseline.snapshot.link)).toEqual({ triggerSnapshots: [a] });
    expect(withoutOwn(related, 'https://another')).toEqual(related);
  });
});
