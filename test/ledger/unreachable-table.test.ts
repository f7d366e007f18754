import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { claim } from '../../lib/captures/transitions.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createListCaptures } from '../../lib/ledger/list.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { aCapture, aFailed, MINUTE, NOW } from '../support/factories.ts';

interface Sent {
  readonly UpdateExpression?: string;
  readonly Item?: Readonly<Record<string, unknown>>;
}

/**
 * The table over a client that fails if `fails` says so and otherwise returns nothing, and the calls that it was sent.
 */
const aTable = (fails: (sent: Sent) => boolean = () => true) => {
  const sent: Sent[] = [];
  const send = async ({ input }: { readonly input: Sent }) => {
    await new Promise(setImmediate);
    if (fails(input)) throw new Error('throttled');
    sent.push(input);
    return {};
  };
  return { sent, table: { client: { send } as unknown as DynamoDBClient, tableName: 'captures' } };
};
const lease = { index: 1, holder: 'a', takenAt: NOW };
const probe = { until: NOW, prober: 'a' };
const gate = { closedUntil: NOW, strikes: 1, reason: 'failing' } as const;

/**
 * The caller has to see the error: an unwritten slot belongs to no worker, and an unwritten note has to be repeated.
 */
describe('a table that cannot be reached is an error for whoever', () => {
  const { table } = aTable();
  const ledger = createLedger({ ...table, retentionDays: 40 });
  const queries = createLedgerQueries(table);
  const slots = createSlots({ ...table, limit: 2 });

  it.each<{ name: string; call: () => Promise<unknown> }>([
    { name: 'adds a capture', call: () => ledger.add(aCapture()) },
    { name: 'adds one with a body', call: () => ledger.add(aCapture(), 'body') },
    { name: 'saves one', call: () => ledger.save(claim(aCapture(), NOW)) },
    { name: 'reads one', call: () => ledger.get('a') },
    { name: 'reads several', call: () => queries.getAll(['a']) },
    { name: 'looks for open ones', call: () => queries.openKeys(1) },
    { name: 'looks for those of a test', call: () => queries.idsOfTest('a', 1) },
    { name: 'looks for those of an alert', call: () => queries.idsOfAlert('a', 1) },
    { name: 'lists them', call: () => createListCaptures(table)({ limit: 1 }) },
    { name: 'reads the quota', call: () => slots.read() },
    { name: 'takes a slot', call: () => slots.take({ index: 1, releaseAt: 0 }, NOW, NOW + MINUTE) },
    { name: 'releases a slot', call: () => slots.release(lease, NOW) },
    { name: 'takes a turn', call: () => slots.takeTurn('publish', NOW, NOW + MINUTE) },
    { name: 'notes what was told', call: () => slots.noteTold('gave_up', NOW, []) },
    { name: 'closes the gate', call: () => slots.closeGate(gate) },
    { name: 'takes the one call', call: () => slots.takeProbe(gate, NOW + MINUTE) },
    { name: 'opens the gate', call: () => slots.openGate(probe, 0) },
    { name: 'notes a doubt', call: () => slots.noteDoubt('1/1') },
    { name: 'clears the doubts', call: () => slots.clearDoubts() },
    { name: 'notes what is missing', call: () => slots.noteMissing('1/1', NOW, []) },
    { name: 'forgets what was missing', call: () => slots.forgetMissing('1/1') },
    { name: 'claims a wake', call: () => slots.claimWake(NOW, NOW) },
  ])('$name', async ({ call }) => {
    await expect(call()).rejects.toThrow('throttled');
  });
});

describe('a note that takes two writes', () => {
  it.each([/if_not_exists/, /^SET #field\.#name/])('is an error where either fails: %s', async (failing) => {
    const { table } = aTable(({ UpdateExpression = '' }) => failing.test(UpdateExpression));

    await expect(createSlots({ ...table, limit: 2 }).noteTold('gave_up', NOW, [])).rejects.toThrow('throttled');
  });
});

describe('a quarantined body', () => {
  it('is there before its capture, and without it there is no capture', async () => {
    const isBody = ({ Item }: Sent) => Item !== undefined && 'payload' in Item;
    const { sent, table } = aTable(isBody);
    const there = aTable(() => false);

    await createLedger({ ...there.table, retentionDays: 40 }).add(aFailed(), 'body');
    const added = createLedger({ ...table, retentionDays: 40 }).add(aFailed(), 'body');

    await expect(added).rejects.toThrow('throttled');
    expect(sent.filter(({ Item }) => Item !== undefined)).toEqual([]);
    expect(there.sent.flatMap(({ Item }) => (Item ? [isBody({ Item })] : []))).toEqual([true, false]);
  });

  it('may be empty', async () => {
    const { sent, table } = aTable(() => false);

    await createLedger({ ...table, retentionDays: 40 }).add(aFailed(), '');

    expect(sent.filter(({ Item }) => Item !== undefined)).toHaveLength(2);
  });
});
