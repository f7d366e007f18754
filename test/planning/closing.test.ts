import { describe, expect, it } from 'vitest';
import type { Capture, Pending } from '../../lib/captures/capture.ts';
import { covered } from '../../lib/captures/covered.ts';
import { toSecond } from '../../lib/captures/window.ts';
import { mayBeGrouped, sleepersAmong, storedSleepers } from '../../lib/planning/closing.ts';
import { aCapture, aFailed, anAlert, aSnapshot, aSource, HOUR, MINUTE, NOW, without } from '../support/factories.ts';

const GROUP = 30 * MINUTE;
const later = (minutes: number, overrides: Parameters<typeof aCapture>[0] = {}): Pending =>
  aCapture({ id: `at ${minutes}`, receivedAt: NOW + minutes * MINUTE, ...overrides }) as Pending;
/** The first alert of the test, at `NOW`, with its snapshot. */
const first = aSource(aSnapshot(), { id: 'first' });
const behindFirst = { until: NOW + GROUP, openedBy: 'first', showsUntil: toSecond(NOW) };

/** The wait of each capture, by its id. */
const waits = (waiting: readonly Pending[], known: readonly Capture[], minutes: number, groupMs = GROUP) =>
  Object.fromEntries(
    sleepersAmong(waiting, [...waiting, ...known], groupMs, NOW + minutes * MINUTE).map(({ capture, grouped }) => [
      capture.id,
      grouped,
    ]),
  );

describe('closing: an alert less than the time after the snapshot of its test', () => {
  it.each([
    { name: 'a trigger', capture: later(3) },
    { name: 'of another rule', capture: later(3, { alert: anAlert({ ruleId: '1' }) }) },
    { name: 'of a lower severity', capture: later(3, { severity: 'info' }) },
    { name: 'a clear', capture: later(3, { alert: anAlert({ transition: 'clear' }) }) },
    {
      name: 'a clear that says another severity',
      capture: later(3, { severity: 'critical', alert: anAlert({ transition: 'clear' }) }),
    },
    { name: 'at the same moment', capture: later(0) },
    { name: 'at the last moment', capture: later(30, { receivedAt: NOW + GROUP - 1 }) },
  ])('waits for the closing one: $name', ({ capture }) => {
    expect(waits([capture], [first], 3)).toEqual({ [capture.id]: behindFirst });
  });

  it.each([
    { name: 'nobody waits where the setting is off', groupMs: 0 },
    { name: 'the time is over', capture: later(30) },
    { name: 'it has waited for its turn until the time was over', minutes: 30 },
    { name: 'it is more severe', capture: later(3, { severity: 'critical' }) },
    { name: 'it is of another account group', capture: later(3, { aid: '2' }) },
    { name: 'it is of another test', capture: later(3, { testId: '2' }) },
    { name: 'its test is not known yet', capture: without(later(3), 'testId') as Pending },
    { name: 'a person asks for it', capture: later(3, { reason: 'manual' }) },
    { name: 'a schedule asks for it', capture: later(3, { reason: 'schedule' }) },
    { name: 'an operator sent it again', capture: later(3, { sentAgainAt: NOW + 2 * MINUTE }) },
    { name: 'it was tried already', capture: later(3, { attempts: 1 }) },
    { name: 'its group was refused', capture: later(3, { alone: true }) },
    { name: 'it arrived before what the snapshot shows ends', capture: later(-1) },
  ])('does not wait: $name', ({ capture = later(3), groupMs = GROUP, minutes = 3 }) => {
    expect(waits([capture], [first], minutes, groupMs)).toEqual({});
  });
});

describe('closing: nothing is grouped behind', () => {
  it.each([
    { name: 'a failure', known: aFailed({ id: 'first' }) },
    { name: 'what is still in hand', known: aCapture({ id: 'first', state: 'claimed', leaseUntil: NOW + HOUR }) },
    { name: 'what is still waiting', known: aCapture({ id: 'first' }) },
    { name: 'a snapshot without a link', known: aSource(without(aSnapshot(), 'link'), { id: 'first' }) },
    { name: 'the snapshot of another capture', known: aSource(aSnapshot(), { id: 'first', reusedFrom: 'other' }) },
    { name: 'what a person asked for', known: aSource(aSnapshot(), { id: 'first', reason: 'manual' }) },
    { name: 'planned evidence', known: aSource(aSnapshot(), { id: 'first', reason: 'schedule' }) },
  ])('$name', ({ known }) => {
    expect(waits([later(3)], [known], 3)).toEqual({});
  });
});

describe('closing: the first snapshot', () => {
  it('may be led by a request of a person: its severity is that of the alerts', () => {
    const covers = [covered(aCapture({ id: 'alert', severity: 'minor' }))];
    const shared = aSource(aSnapshot(), { id: 'first', reason: 'manual', covers });

    expect(waits([later(3, { severity: 'minor' })], [shared], 3)).toEqual({ 'at 3': behindFirst });
    expect(waits([later(3, { severity: 'major' })], [shared], 3)).toEqual({});
  });

  it('is named by its leader, where only one that followed is known', () => {
    const follower = aSource(aSnapshot(), { id: 'follower', mergedInto: 'first' });

    expect(waits([later(3)], [follower], 3)).toEqual({ 'at 3': behindFirst });
  });

  it('counts from the end of what it shows, however late it was made', () => {
    const merged = aSource(aSnapshot({ endsAt: NOW + 5 * MINUTE }), { id: 'first' });

    expect(waits([later(8)], [merged], 8)['at 8']).toMatchObject({
      until: NOW + 5 * MINUTE + GROUP,
      showsUntil: toSecond(NOW + 5 * MINUTE),
    });
  });

  it('makes no alert wait for longer than the time, where that arrived before a closing one was due', () => {
    const closing = aSource(aSnapshot({ endsAt: NOW + 9 * MINUTE }), { id: 'closing', grouped: behindFirst });

    expect(waits([later(10)], [closing], 31)['at 10']).toMatchObject({ until: NOW + 40 * MINUTE });
  });

  it('is the closing one next: from when that was due, so that a test which flaps on has a steady pace', () => {
    const closing = aSource(aSnapshot({ endsAt: NOW + 27 * MINUTE }), { id: 'closing', grouped: behindFirst });

    expect(waits([later(30), later(57)], [first, closing], 57)).toEqual({
      'at 30': { until: NOW + 2 * GROUP, openedBy: 'closing', showsUntil: toSecond(NOW + 27 * MINUTE) },
      'at 57': { until: NOW + 2 * GROUP, openedBy: 'closing', showsUntil: toSecond(NOW + 27 * MINUTE) },
    });
  });
});

describe('closing: alerts that wait already', () => {
  const asleep = later(3, { grouped: behindFirst });

  it('are joined where the first snapshot is not known', () => {
    expect(waits([asleep, later(6)], [], 6)).toEqual({ 'at 3': behindFirst, 'at 6': behindFirst });
  });

  it('do not hold up a more severe one, which takes them along', () => {
    expect(waits([asleep, later(6, { severity: 'critical' })], [first], 6)).toEqual({});
  });

  it('do not hold up a more severe one where a clear among them says a high severity, too', () => {
    // Before, a critical clear that waited made the next critical trigger wait, too.
    const clear = later(3, { severity: 'critical', alert: anAlert({ transition: 'clear' }), grouped: behindFirst });

    expect(waits([clear, later(6, { severity: 'critical' })], [first], 6)).toEqual({});
    expect(Object.keys(waits([clear, later(6)], [first], 6))).toEqual(['at 3', 'at 6']);
  });

  it('do not go with what a person or a schedule asks for, or sent again', () => {
    const others = [
      later(6, { id: 'manual', reason: 'manual' }),
      later(6, { id: 'schedule', reason: 'schedule' }),
      later(6, { id: 'again', sentAgainAt: NOW }),
    ];

    expect(Object.keys(waits([asleep, ...others], [first], 6))).toEqual(['at 3']);
  });

  it('are all due as soon as one of them is', () => {
    const stray = later(9, { grouped: { ...behindFirst, until: NOW + HOUR } });

    expect(Object.keys(waits([asleep, stray], [first], 29))).toEqual(['at 3', 'at 9']);
    expect(waits([asleep, stray], [first], 30)).toEqual({});
  });

  it('wait no longer than a setting that was shortened meanwhile', () => {
    const long = later(3, { grouped: { ...behindFirst, until: NOW + 120 * MINUTE } });

    expect(waits([long], [], 32)).toEqual({ 'at 3': { ...behindFirst, until: NOW + 33 * MINUTE } });
    expect(waits([long, later(32)], [], 33)).toEqual({});
  });

  it('wait no longer where the setting was turned off', () => {
    expect(waits([asleep], [first], 6, 0)).toEqual({});
  });

  it('are known to an operator’s page by what is stored', () => {
    const waiting = [asleep, later(6), later(6, { id: 'other', testId: '2' })];

    expect(storedSleepers(waiting, NOW + 6 * MINUTE).map(({ capture }) => capture.id)).toEqual(['at 3', 'at 6']);
  });
});

describe('closing: whose test is read first', () => {
  it.each([
    { name: 'an alert of which nobody knows yet', capture: later(3), groupMs: GROUP, expected: true },
    { name: 'nobody where the setting is off', capture: later(3), groupMs: 0, expected: false },
    { name: 'not one that waits', capture: later(3, { grouped: behindFirst }), groupMs: GROUP, expected: false },
    { name: 'not what a person asks for', capture: later(3, { reason: 'manual' }), groupMs: GROUP, expected: false },
  ])('$name', ({ capture, groupMs, expected }) => {
    expect(mayBeGrouped(capture, groupMs)).toBe(expected);
  });
});
