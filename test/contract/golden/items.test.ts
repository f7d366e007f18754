import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Capture, isOpen, isPending, type Pending } from '../../../lib/captures/capture.ts';
import { announce, endWith } from '../../../lib/captures/announcing.ts';
import {
  backOff,
  cancel,
  claim,
  create,
  fail,
  follow,
  group,
  ignore,
  putBack,
  resolve,
  reuse,
  sendAgain,
} from '../../../lib/captures/transitions.ts';
import { renewLease } from '../../../lib/captures/lease.ts';
import { withDoubt } from '../../../lib/captures/doubt.ts';
import { fromItem, toItem } from '../../../lib/ledger/items.ts';
import { payloadItems } from '../../../lib/ledger/payload-items.ts';
import { createReadQuota } from '../../../lib/ledger/read-quota.ts';
import { createSlots } from '../../../lib/ledger/slots.ts';
import { isAbandoned, isOverdue } from '../../../lib/planning/upkeep.ts';
import { isoOf } from '../../../lib/time.ts';
import { startEmulators } from '../../support/emulators.ts';
import { aCapture, aSnapshot, aSource, DAY, MINUTE, NOW, SECOND } from '../../support/factories.ts';
import { GOLDEN_CAPTURES } from './captures.ts';
import first from './items-0.1.json' with { type: 'json' };
import second from './items-0.2.json' with { type: 'json' };
import { isAbandonedFor01, isOpenFor01, isOverdueFor01, isSourceFor01, isToldBy01 } from './rules-0.1.ts';

const RETENTION_DAYS = 40;
const LEASE = NOW + MINUTE;
const stored = (capture: Capture) =>
  unmarshall(marshall(toItem(capture, 'nonce', RETENTION_DAYS), { removeUndefinedValues: true }));

describe('items of 0.1', () => {
  it.each(Object.entries(first.captures))('are read as 0.1 reads them: %s', (_kind, { item, ...said }) => {
    const capture = fromItem(item);

    expect(capture).toMatchObject({ id: item.id, version: item.version, state: item.state });
    expect(isOpen(capture)).toBe(said.isOpen);
    expect(isAbandoned(capture, LEASE + SECOND)).toBe(said.isOpen && said.isAbandonedWhenLeaseIsOver);
    expect(isOpenFor01(item)).toBe(said.isOpen); // the copied rules agree with 0.1's own result
    expect(isAbandonedFor01(item, LEASE + SECOND)).toBe(said.isAbandonedWhenLeaseIsOver);
  });

  it('keep a quarantined body within, which a step does not lose', () => {
    const { item } = first.captures.quarantined;
    const capture = fromItem(item);
    if (capture.state !== 'failed' || !isOpen(capture)) throw new Error('it waits for its notice');

    expect(announce(capture, NOW)).toMatchObject({ payload: '{"unheard":"of"}', announcedAt: NOW });
  });
});

describe('items of this version', () => {
  it('are stored as they are set down: another layout is another schema', () => {
    const items = Object.fromEntries(Object.entries(GOLDEN_CAPTURES).map(([kind, capture]) => [kind, stored(capture)]));

    expect(items).toEqual(second.captures);
    expect(payloadItems(aCapture({ id: 'a'.repeat(32) }), '{"unheard":"of"}', RETENTION_DAYS)).toEqual([
      second.payload,
    ]);
  });

  it.each(Object.entries(GOLDEN_CAPTURES))('are read as what they were: %s', (_kind, capture) => {
    expect(fromItem(stored(capture))).toEqual(capture);
  });
});

describe('the quota', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  it('as 0.1 stores it is read', async () => {
    const { dynamo: client, tableName } = emulators;
    for (const item of first.quota)
      await client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) }));

    expect(await createReadQuota({ client, tableName, limit: 2 }).read()).toEqual({
      slots: [
        {
          index: 0,
          releaseAt: NOW + 302 * SECOND,
          takenAt: NOW,
          created: { at: NOW + SECOND, testKey: '74411/3417721', captureId: 'a'.repeat(32) },
        },
        { index: 1, releaseAt: 0 },
      ],
      gate: { closedUntil: NOW + 3 * MINUTE, reason: 'unauthorized', strikes: 2 },
      lookupAt: NOW + 1500,
      topic: { releaseAt: 0, toldAt: {} },
      wakeAt: NOW + 3 * MINUTE,
    });
  });

  it('goes on from there, and is stored as it is set down', async () => {
    const { dynamo: client, tableName } = emulators;
    const slots = createSlots({ client, tableName, limit: 2 });

    const lease = await slots.take({ index: 0, releaseAt: 0 }, NOW + 303 * SECOND, NOW + 600 * SECOND);
    await slots.takeProbe({ closedUntil: NOW + 3 * MINUTE }, NOW + 4 * MINUTE);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));

    expect(lease).toBeDefined();
    const random = { holder: expect.any(String), prober: expect.any(String) };
    expect(Items.map((item) => unmarshall(item)).toSorted((a, b) => (a['id'] < b['id'] ? -1 : 1))).toEqual(
      second.quota.map((item) => ({
        ...item,
        ...('holder' in item && { holder: random.holder }),
        ...('prober' in item && { prober: random.prober }),
      })),
    );
  });
});

/** Any step that is possible in this state. */
const STEPS: readonly ((capture: Capture, now: number) => Capture | undefined)[] = [
  (was, now) => (isPending(was) ? claim(was, now + MINUTE) : undefined),
  (was, now) => (isPending(was) ? follow(was, aCapture({ id: 'leader' }), now + MINUTE) : undefined),
  (was, now) => (isPending(was) ? reuse(was, aSource(), [], now + MINUTE) : undefined),
  (was) => (isPending(was) ? cancel(was, 'anna') : undefined),
  // Only a wait that has ended: version 0.1 does not know one that goes on.
  (was, now) =>
    isPending(was) ? group(was, { until: was.receivedAt, openedBy: 'b', showsUntil: isoOf(now) }) : undefined,
  (was, now) => (isPending(was) ? fail(was, { code: 'gave_up', detail: '' }, [], now + MINUTE) : undefined),
  (was) => (was.state === 'claimed' ? putBack(was) : undefined),
  (was, now) => (was.state === 'claimed' ? backOff(withDoubt(was), now + MINUTE) : undefined),
  (was) => (was.state === 'claimed' ? resolve(was, '1', {}) : undefined),
  (was, now) => (was.state === 'claimed' ? create(was, aSnapshot(), [], now + MINUTE) : undefined),
  (was, now) => (was.state === 'claimed' ? fail(was, { code: 'forbidden', detail: '' }, [], now + MINUTE) : undefined),
  (was, now) => (was.state === 'claimed' ? endWith(was, aSource(), now) : undefined),
  (was, now) => (was.state === 'claimed' ? ignore(was, { code: 'endpoint_test', detail: '' }, now) : undefined),
  (was, now) => (isOpen(was) && !isPending(was) ? renewLease(was, now + MINUTE) : undefined),
  (was, now) => (isOpen(was) && (was.state === 'created' || was.state === 'failed') ? announce(was, now) : undefined),
  (was, now) => (was.state === 'failed' && !isOpen(was) ? sendAgain(was, now, 'anna') : undefined),
];

describe('any capture that this code stores', () => {
  const walks = fc.array(fc.record({ step: fc.nat(STEPS.length - 1), wait: fc.nat(10 * DAY) }), { maxLength: 30 });
  const newer: Record<string, unknown> = { ofANewerVersion: 'kept' };
  const start: Pending = { ...aCapture({ receivedAt: NOW }), ...newer };

  it('is for 0.1 what it is here: open or done, in hand or abandoned, overdue, a source or none', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        let [capture, now]: [Capture, number] = [start, NOW];
        for (const { step, wait } of walk) {
          now += wait;
          capture = STEPS[step]?.(capture, now) ?? capture;
          const item = stored(capture);

          expect(fromItem(item)).toEqual(capture);
          expect(item).toMatchObject({ ofANewerVersion: 'kept' });
          expect('open' in item).toBe(isOpen(capture));
          expect('forgetAt' in item).toBe(!isOpen(capture));
          expect(isOpenFor01(item)).toBe(isOpen(capture));
          for (const at of [now, now + MINUTE + SECOND, now + 7 * DAY]) {
            expect(isOpenFor01(item) && isAbandonedFor01(item, at)).toBe(isAbandoned(capture, at));
            expect(isOverdueFor01(item, at, 7 * DAY)).toBe(isPending(capture) && isOverdue(capture, at, 7 * DAY));
          }
          expect(isToldBy01(item)).toBe(isOpen(capture) && capture.state !== 'pending' && capture.state !== 'claimed');
          const { snapshot, reusedFrom, mergedInto } = capture;
          expect(isSourceFor01(item)).toBe(
            snapshot !== undefined && reusedFrom === undefined && mergedInto === undefined,
          );
        }
      }),
    );
  });
});
