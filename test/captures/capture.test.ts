import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureIdOf, captureIdOfAlert, testKeyOf, captureIdOfQuarantined } from '../../lib/captures/identity.ts';
import { isFollower, isOpen, newCapture, newQuarantined, shownStateOf } from '../../lib/captures/capture.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { A_UUID, aCapture, anAlert, HOUR, NOW, without, MINUTE } from '../support/factories.ts';

const BODY = '{"alert":{"test":{"id":"3417721"}}}';
const FIELDS = {
  id: 'a',
  reason: 'alert',
  receivedAt: NOW,
  severity: 'unknown',
  ...windowEndingAt(NOW, 2),
} as const;

describe('capture: an id made from parts', () => {
  it('is 32 hexadecimal digits', () => {
    const id = captureIdOf('schedule', 'monday-baseline', undefined, '');

    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    { name: 'parts are not run together', one: ['ab', 'c'], other: ['a', 'bc'] },
    { name: 'an absent part is not an empty one', one: ['a', undefined], other: ['a', ''] },
    { name: 'an absent part is not the word null', one: ['a', undefined], other: ['a', 'null'] },
    { name: 'the order counts', one: ['a', 'b'], other: ['b', 'a'] },
    { name: 'quotes join nothing', one: ['a","b'], other: ['a', 'b'] },
  ])('differs with its parts: $name', ({ one, other }) => {
    const ids = [captureIdOf(...one), captureIdOf(...other)];

    expect(ids[0]).not.toBe(ids[1]);
  });

  it('is the same exactly where the parts are, for any parts', () => {
    const anyParts = fc.array(fc.option(fc.string({ maxLength: 3 }), { nil: undefined }), { maxLength: 4 });

    fc.assert(
      fc.property(anyParts, anyParts, (one, other) => {
        const isSame = captureIdOf(...one) === captureIdOf(...other);

        expect(isSame).toBe(one.length === other.length && one.every((part, index) => part === other[index]));
      }),
    );
  });
});

describe('capture: an alert delivered again', () => {
  it.each([
    { name: 'word for word', again: anAlert(), body: BODY, at: NOW },
    { name: 'eight hours later', again: anAlert(), body: BODY, at: NOW + 8 * HOUR },
    { name: 'with another text', again: anAlert(), body: '{}', at: NOW },
    { name: 'by another family of payload', again: anAlert({ ruleName: 'x', severity: 'info' }), body: '[]', at: NOW },
  ])('is the same capture: $name', ({ again, body, at }) => {
    const first = captureIdOfAlert(anAlert(), BODY, NOW);

    const second = captureIdOfAlert(again, body, at);

    expect(second).toBe(first);
  });

  it('is the same capture by its event id where it has no alert id', () => {
    const alert = without(anAlert(), 'alertId');

    const ids = [captureIdOfAlert(alert, BODY, NOW), captureIdOfAlert(alert, '{}', NOW + 8 * HOUR)];

    expect(ids[0]).toBe(ids[1]);
  });

  it.each([
    { name: 'has no event id', alert: without(anAlert(), 'eventId') },
    { name: 'repeats its alert id as the event’s', alert: anAlert({ eventId: A_UUID }) },
  ])('is the same capture within the hour, and another one behind it, if its template $name', ({ alert }) => {
    const ids = [NOW, NOW + HOUR - 1, NOW + HOUR].map((at) => captureIdOfAlert(alert, BODY, at));

    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('is the same capture by its text within the hour where it has no id at all', () => {
    const alert = without(anAlert(), 'alertId', 'eventId');

    const ids = [captureIdOfAlert(alert, BODY, NOW), captureIdOfAlert(alert, BODY, NOW + HOUR - 1)];

    expect(ids[0]).toBe(ids[1]);
  });
});

describe('capture: another alert', () => {
  it.each([
    { name: 'of another account group', other: anAlert({ aid: '74412' }) },
    { name: 'of no account group', other: without(anAlert(), 'aid') },
    { name: 'with another id', other: anAlert({ alertId: '203114457' }) },
    { name: 'that clears', other: anAlert({ transition: 'clear' }) },
    // A re-trigger after a suppression window and an escalation were once taken for duplicates.
    { name: 'of another episode, by its event id', other: anAlert({ eventId: 'another' }) },
    { name: 'of no event id', other: without(anAlert(), 'eventId') },
  ])('is another capture: $name', ({ other }) => {
    const ids = [captureIdOfAlert(anAlert(), BODY, NOW), captureIdOfAlert(other, BODY, NOW)];

    expect(ids[0]).not.toBe(ids[1]);
  });

  it.each([
    { name: 'in the next hour', body: BODY, at: NOW + HOUR },
    { name: 'with another text', body: `${BODY} `, at: NOW },
  ])('is another capture where it has no id at all: $name', ({ body, at }) => {
    const alert = without(anAlert(), 'alertId', 'eventId');

    const ids = [captureIdOfAlert(alert, BODY, NOW), captureIdOfAlert(alert, body, at)];

    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('capture: at its start', () => {
  it('is pending, in its first version, with nothing spent', () => {
    const capture = newCapture(FIELDS);

    expect(capture).toEqual({ ...FIELDS, state: 'pending', version: 1, attempts: 0 });
  });

  it('is failed where its body is of no known shape', () => {
    const capture = newQuarantined(FIELDS, 'no known payload family fits');

    expect(capture).toMatchObject({
      state: 'failed',
      failure: { code: 'quarantined', detail: 'no known payload family fits' },
    });
    expect(isOpen(capture)).toBe(true);
  });
});

describe('capture: whether it is open', () => {
  it.each(['pending', 'claimed', 'created', 'published', 'failed'] as const)('is true up to its end: %s', (state) => {
    const open = isOpen(aCapture({ state }));

    expect(open).toBe(state !== 'published');
  });

  it.each(['ignored', 'cancelled'] as const)('is false once it is %s', (state) => {
    expect(isOpen(aCapture({ state, endedAt: NOW }))).toBe(false);
  });

  it('is false once its failure is announced', () => {
    const open = isOpen(aCapture({ state: 'failed', announcedAt: NOW }));

    expect(open).toBe(false);
  });
});

describe('capture: whether a leader is to end it', () => {
  const mergedInto = 'leader';

  it.each([
    { name: 'claimed with a leader', capture: aCapture({ state: 'claimed', mergedInto }), is: true },
    { name: 'claimed alone', capture: aCapture({ state: 'claimed' }), is: false },
    { name: 'failed and joined', capture: aCapture({ state: 'failed', mergedInto }), is: true },
    { name: 'failed alone', capture: aCapture({ state: 'failed' }), is: false },
    { name: 'told as failed', capture: aCapture({ state: 'failed', mergedInto, announcedAt: NOW }), is: false },
    { name: 'pending', capture: aCapture({ mergedInto }), is: false },
    { name: 'created', capture: aCapture({ state: 'created', mergedInto }), is: false },
    { name: 'published', capture: aCapture({ state: 'published', mergedInto, announcedAt: NOW }), is: false },
  ])('$name: $is', ({ capture, is }) => {
    expect(isFollower(capture)).toBe(is);
  });
});

describe('capture: its state for whoever looks at it', () => {
  const cancelled = { code: 'cancelled', detail: '' } as const;
  const rejected = { code: 'rejected', detail: '' } as const;

  it.each([
    { name: 'cancelled from then on', capture: aCapture({ state: 'failed', failure: cancelled }), shown: 'cancelled' },
    { name: 'failed', capture: aCapture({ state: 'failed', failure: rejected }), shown: 'failed' },
    { name: 'waiting again', capture: aCapture({ failure: cancelled }), shown: 'pending' },
    { name: 'published', capture: aCapture({ state: 'published', announcedAt: NOW }), shown: 'published' },
  ])('is $shown where it is $name', ({ capture, shown }) => {
    expect(shownStateOf(capture)).toBe(shown);
  });
});

describe('capture: the key of its test', () => {
  it.each([
    { capture: { testId: '1', aid: '2' }, key: '2/1' },
    { capture: { testId: '1' }, key: '-/1' },
    { capture: { aid: '2' }, key: undefined },
  ])('tells account group and test: $key', ({ capture, key }) => {
    const told = testKeyOf(capture);

    expect(told).toBe(key);
  });
});

describe('capture: the id of a body of an unknown shape', () => {
  it('is the same for a delivery repeated within the hour, and no other', () => {
    const ids = [
      captureIdOfQuarantined('{"text":"alert"}', NOW),
      captureIdOfQuarantined('{"text":"alert"}', NOW + 59 * MINUTE),
      captureIdOfQuarantined('{"text":"alert"}', NOW + 60 * MINUTE),
      captureIdOfQuarantined('{"text":"other"}', NOW),
    ];

    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  });
});
