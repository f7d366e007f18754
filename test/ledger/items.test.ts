import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import {
  fromItem,
  isDueTurn,
  isOfNewerSchema,
  isWaitingTurn,
  levelOfTurn,
  SCHEMA,
  toItem,
  turnKey,
  turnsFrom,
} from '../../lib/ledger/items.ts';
import { payloadItems } from '../../lib/ledger/payload-items.ts';
import { aCapture, aFailed, anAlert, aSnapshot, DAY, NOW, SECOND, without } from '../support/factories.ts';

const RETENTION_DAYS = 40;
const stored = (capture: Capture) => toItem(capture, 'nonce', RETENTION_DAYS);
const seconds = (epochMs: number) => epochMs / 1000;

describe('the item of a capture', () => {
  it('has the capture, its writer, its layout, and the keys of the indexes', () => {
    const capture = aCapture({ severity: 'critical' });

    expect(stored(capture)).toEqual({
      ...capture,
      nonce: 'nonce',
      schema: SCHEMA,
      kind: 'capture',
      testKey: '74411/3417721',
      alertId: capture.alert?.alertId,
      open: 'open',
      turn: turnKey(capture),
    });
  });

  it('has no key of an index that it does not belong into', () => {
    const published = aCapture({ state: 'published', announcedAt: NOW, snapshot: aSnapshot() });

    expect(stored(published)).not.toHaveProperty('open');
    expect(stored(published)).not.toHaveProperty('turn');
    expect(stored(without(aCapture(), 'testId'))['testKey']).toBeUndefined();
    expect(stored(without(aCapture(), 'alert'))['alertId']).toBeUndefined();
  });

  const receivedAt = NOW - DAY;

  it.each([
    {
      name: 'published',
      capture: aCapture({ state: 'published', receivedAt, announcedAt: NOW, snapshot: aSnapshot() }),
    },
    { name: 'a failure that is announced', capture: aCapture({ state: 'failed', receivedAt, announcedAt: NOW }) },
    { name: 'ignored', capture: aCapture({ state: 'ignored', receivedAt, endedAt: NOW }) },
    { name: 'cancelled', capture: aCapture({ state: 'cancelled', receivedAt, endedAt: NOW }) },
  ])('is forgotten forty days after its end, in whole seconds: $name', ({ capture }) => {
    expect(stored(capture)['forgetAt']).toBe(seconds(NOW + RETENTION_DAYS * DAY));
    const late = { ...capture, ...(capture.endedAt ? { endedAt: NOW + 999 } : { announcedAt: NOW + 999 }) };
    expect(stored(late as Capture)['forgetAt']).toBe(seconds(NOW + RETENTION_DAYS * DAY));
  });

  it.each(['pending', 'claimed', 'created', 'failed'] as const)(
    'is never forgotten while it is open, and in the index of those: %s',
    (state) => {
      const item = stored(aCapture({ state }));

      expect(item).not.toHaveProperty('forgetAt');
      expect(item).toMatchObject({ open: 'open', turn: turnKey(aCapture({ state })) });
    },
  );

  it.each(['ignored', 'cancelled'] as const)(
    'is a failure that was announced to a version that does not know %s',
    (state) => {
      const capture = aCapture({ state, endedAt: NOW });

      expect(stored(capture)).toMatchObject({ state: 'failed', end: state, announcedAt: NOW, endedAt: NOW });
      expect(fromItem(stored(capture))).toEqual(capture);
    },
  );
});

describe('a capture from its item', () => {
  it.each<{ name: string; capture: Capture }>([
    { name: 'pending', capture: aCapture({ notBefore: NOW + SECOND }) },
    { name: 'claimed', capture: aCapture({ state: 'claimed', leaseUntil: NOW }) },
    { name: 'published', capture: aCapture({ state: 'published', announcedAt: NOW, snapshot: aSnapshot() }) },
    { name: 'failed', capture: aFailed() },
    { name: 'failed, and told', capture: aCapture({ state: 'failed', announcedAt: NOW }) },
  ])('is what was stored, without what stands beside it: $name', ({ capture }) => {
    expect(fromItem(stored(capture))).toEqual(capture);
  });

  it('keeps fields that this version does not know', () => {
    expect(fromItem({ ...stored(aCapture()), mood: 'calm' })).toMatchObject({ mood: 'calm' });
  });

  it('is a failure again where an older version has sent a dropped one again, and it failed', () => {
    const item = { ...stored(aCapture({ state: 'cancelled', endedAt: NOW })), announcedAt: NOW + SECOND };

    expect(fromItem(item)).toMatchObject({ state: 'failed', announcedAt: NOW + SECOND });
    expect(fromItem(item)).not.toHaveProperty('endedAt');
  });

  it('is pending where an older version has sent a dropped one again', () => {
    const { announcedAt: _, ...item } = stored(aCapture({ state: 'cancelled', endedAt: NOW }));

    expect(fromItem({ ...item, state: 'pending' })).toMatchObject({ state: 'pending' });
    expect(fromItem({ ...item, state: 'pending' })).not.toHaveProperty('endedAt');
    expect(fromItem({ ...item, state: 'pending', announcedAt: NOW })).toMatchObject({ state: 'pending' });
  });

  it('is of a newer layout where its number is greater, and of none where it has none', () => {
    const { schema: _, ...first } = stored(aCapture());

    expect(isOfNewerSchema(fromItem({ ...first, schema: SCHEMA + 1 }))).toBe(true);
    expect(isOfNewerSchema(fromItem({ ...first, schema: SCHEMA }))).toBe(false);
    expect(isOfNewerSchema(fromItem({ ...first, schema: SCHEMA - 1 }))).toBe(false);
    expect(isOfNewerSchema(fromItem(first))).toBe(false);
  });
});

describe('the turn of an open capture', () => {
  it('is by level, then by arrival, for those that wait', () => {
    const waiting = [
      aCapture({ reason: 'schedule' }),
      aCapture({ receivedAt: 2 ** 40 }),
      aCapture({ receivedAt: 9 }),
      aCapture({ severity: 'critical' }),
    ];

    const turns = waiting.map(turnKey).toSorted();

    expect(turns).toEqual(
      [waiting[3], waiting[2], waiting[1], waiting[0]].map((capture) => capture && turnKey(capture)),
    );
    expect(turns.every(isWaitingTurn)).toBe(true);
    expect(turns[1]).toMatch(/^1 \d 000000000000009$/);
  });

  it('is by its time, before all who wait, for what is in hand or backs off', () => {
    const held = turnKey(aCapture({ state: 'claimed', leaseUntil: 900 }));
    const backsOff = turnKey(aCapture({ notBefore: 10_000 }));
    const created = turnKey(aCapture({ state: 'created' }));
    const toldLater = turnKey(aFailed({ leaseUntil: 0, notBefore: 20_000 }));

    expect([toldLater, backsOff, held, created].toSorted()).toEqual([created, held, backsOff, toldLater]);
    expect([created, held]).toEqual(['0 000000000000000', '0 000000000000900']);
    expect(backsOff < turnKey(aCapture({ severity: 'critical' }))).toBe(true);
    expect([held, backsOff, created].some(isWaitingTurn)).toBe(false);
  });

  it('is by its due time for what waits for a closing snapshot, as long as it waits', () => {
    const grouped = { until: 5000, openedBy: 'first', showsUntil: '2026-03-02T10:00:00Z' };
    const inHand = aCapture({ state: 'claimed', leaseUntil: 900, grouped });

    expect(turnKey(aCapture({ grouped }))).toBe('0 000000000005000');
    expect(turnKey(aCapture({ grouped, notBefore: 7000 }))).toBe('0 000000000007000');
    expect(turnKey(inHand)).toBe('0 000000000000900');
  });

  it('is due when its time has come', () => {
    const turn = turnKey(aCapture({ notBefore: NOW }));

    expect([NOW - 1, NOW, NOW + 1].map((now) => isDueTurn(turn, now))).toEqual([false, true, true]);
    expect(isDueTurn(turnKey(aCapture()), NOW)).toBe(false);
    expect(isDueTurn(undefined, NOW)).toBe(false);
  });

  it('tells its level', () => {
    const levels = [aCapture({ severity: 'critical' }), aCapture({ reason: 'schedule' })].map((capture) =>
      levelOfTurn(turnKey(capture)),
    );

    expect(levels.map((level) => turnsFrom(level))).toEqual(levels.map((level) => `1 ${level}`));
    expect(levels[0]).toBeLessThan(levels[1] ?? 0);
  });
});

describe('the index of alerts', () => {
  // DynamoDB refuses a longer key, and the sender would get a 503 on every repeat of the alert.
  it.each([
    { name: 'is in it', alertId: '9a3f1f0c-5f08-4d0c-9d6c-5b1de1f1a2b3', isIndexed: true },
    { name: 'is in it, at the limit', alertId: 'x'.repeat(2048), isIndexed: true },
    { name: 'is not', alertId: '€'.repeat(683), isIndexed: false },
  ])('has keys of at most 2048 bytes; an alert id $name', ({ alertId, isIndexed }) => {
    const item = toItem(aCapture({ alert: { ...anAlert(), alertId } }), 'nonce', RETENTION_DAYS);

    expect(item['alertId']).toBe(isIndexed ? alertId : undefined);
    expect(fromItem(item).alert?.alertId).toBe(alertId);
  });
});

describe('the item of a quarantined body', () => {
  it('stands beside its capture, and is kept two weeks longer than a notice that is out at once', () => {
    const capture = aCapture({ id: 'a'.repeat(32), alert: anAlert() });

    expect(payloadItems(capture, 'body', RETENTION_DAYS)).toEqual([
      {
        id: `payload#${'a'.repeat(32)}`,
        payload: 'body',
        forgetAt: seconds(NOW + (RETENTION_DAYS + 14) * DAY),
      },
    ]);
  });

  it.each([
    { name: '1 MiB of ASCII', body: 'x'.repeat(1_048_576), parts: 3 },
    { name: '1 MiB of characters of three bytes, none of them cut', body: '€'.repeat(349_525), parts: 3 },
    { name: '1 MiB of characters of four bytes', body: `x${'🔥'.repeat(262_143)}`, parts: 3 },
    { name: '256 KiB in base64', body: 'A'.repeat(349_565), parts: 1 },
  ])('is cut into parts that an item can hold, and the first says how many: $name', ({ body, parts }) => {
    const items = payloadItems(aCapture({ id: 'a' }), body, RETENTION_DAYS);

    expect(items.map(({ payload }) => payload).join('') === body).toBe(true);
    expect(Math.max(...items.map(({ payload }) => Buffer.byteLength(payload)))).toBeLessThan(400 * 1024 - 1000);
    expect(items.map(({ id }) => id)).toEqual(['payload#a', 'payload#a#2', 'payload#a#3'].slice(0, parts));
    expect(items[0]).toMatchObject(parts > 1 ? { parts } : {});
  });
});
