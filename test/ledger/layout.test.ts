import { GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { captureOfUnknown } from '../../lib/captures/from-alert.ts';
import { captureIdOf } from '../../lib/captures/identity.ts';
import { payloadItems } from '../../lib/ledger/payload-items.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { startEmulators } from '../support/emulators.ts';
import { aCapture, anAlert, NOW, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';
import { sizeOf } from '../support/write-units.ts';

const BODY_BYTES = 256 * 1024;
const text = JSON.stringify({ unheard: 'x'.repeat(BODY_BYTES - '{"unheard":""}'.length) });
const { capture: quarantined, payload } = captureOfUnknown(
  Buffer.from(text),
  text,
  'no known payload family fits',
  NOW,
);
const named = aCapture({ id: captureIdOf('named'), alert: anAlert({ alertId: 'an-alert' }) });
const nameless = aCapture({ id: captureIdOf('nameless'), alert: without(anAlert(), 'alertId') });
const manual = without(aCapture({ id: captureIdOf('manual'), reason: 'manual' }), 'alert');
const { GlobalSecondaryIndexes: INDEXES } = readDeployment().table;

/** The table as DynamoDB stores it: keys in the indexes, bodies beside their captures. */
describe('the table with a quarantined body of 256 KB, and captures with and without an alert id', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  const tableOf = () => ({ client: emulators.dynamo, tableName: emulators.tableName });
  const ledgerOf = () => ({
    ...createLedger({ ...tableOf(), retentionDays: 40 }),
    ...createLedgerQueries(tableOf()),
  });

  beforeAll(async () => {
    emulators = await startEmulators();
    const slots = createSlots({ ...tableOf(), limit: 5 });
    const lease = await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW);
    // A slot has fields for test and capture whose names are also index keys.
    if (lease) await slots.release(lease, NOW, { at: NOW, testKey: '74411/3417721', captureId: named.id });
    const ledger = ledgerOf();
    await ledger.add(quarantined, payload);
    for (const capture of [named, nameless, manual]) await ledger.add(capture);
  });
  afterAll(() => emulators.stop());

  const entriesOf = async (IndexName: string) => {
    const { Items = [] } = await emulators.dynamo.send(
      new ScanCommand({ TableName: emulators.tableName, IndexName, Select: 'ALL_PROJECTED_ATTRIBUTES' }),
    );
    return Items.map((item) => unmarshall(item));
  };

  it.each(INDEXES)('holds keys only, and no body and no slot, in the index $IndexName', async (index) => {
    const keys = [...index.KeySchema.map(({ AttributeName }) => AttributeName), 'id'].toSorted();
    const captures = new Set([quarantined, named, nameless, manual].map(({ id }) => id));

    const entries = await entriesOf(index.IndexName);

    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(Object.keys(entry).toSorted()).toEqual(keys);
      expect(captures.has(entry['id'])).toBe(true);
    }
  });

  it('has in the index of alerts exactly those that have an alert id', async () => {
    expect((await entriesOf('alert')).map(({ id, alertId }) => [id, alertId])).toEqual([[named.id, 'an-alert']]);
    expect(await ledgerOf().idsOfAlert('an-alert', 10)).toEqual([named.id]);
  });

  it('keeps the capture of the body small, and the body whole in an item of its own', async () => {
    const [{ id } = { id: '' }] = payloadItems(quarantined, payload, 40);
    const read = async (key: string) => {
      const { Item = {} } = await emulators.dynamo.send(
        new GetItemCommand({ TableName: emulators.tableName, Key: { id: { S: key } } }),
      );
      return unmarshall(Item);
    };

    expect(sizeOf(await read(quarantined.id))).toBeLessThan(1024);
    expect((await read(id))['payload']).toBe(text);
    expect(Buffer.byteLength(text)).toBe(BODY_BYTES);
  });
});

describe('a quarantined body of 1 MiB', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  it('is whole in the items of its parts', async () => {
    const { dynamo: client, tableName } = emulators;
    const body = '€'.repeat(349_525);
    await createLedger({ client, tableName, retentionDays: 40 }).add(quarantined, body);

    const ids = ['', '#2', '#3'].map((part) => `payload#${quarantined.id}${part}`);
    const parts = await Promise.all(
      ids.map((id) => client.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: id } } }))),
    );
    expect(parts[0]?.Item?.['parts']).toEqual({ N: '3' });
    expect(parts.map(({ Item }) => Item?.['payload']?.S).join('') === body).toBe(true);
  });
});

describe('a worker that announces a quarantined body of 256 KB', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  // In version 0.1 the capture's item held the body, so each write copied it to the table and two indexes.
  it('neither reads nor writes the body', async () => {
    const { dynamo: client, tableName } = emulators;
    const ledger = {
      ...createLedger({ client, tableName, retentionDays: 40 }),
      ...createLedgerQueries({ client, tableName }),
    };
    await ledger.add(quarantined, payload);
    const { work, world } = aWorker({ ledger, slots: createSlots({ client, tableName, limit: 5 }) });
    const asked: string[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        asked.push(JSON.stringify(args.input));
        return next(args);
      },
      { step: 'initialize' },
    );

    await work();

    expect(world.published).toHaveLength(1);
    expect(await ledger.get(quarantined.id)).toMatchObject({ state: 'failed', announcedAt: NOW });
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.filter((input) => input.includes('payload#') || input.length > 10_000)).toEqual([]);
  });
});

describe('a quarantined body that DynamoDB refuses', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  // Otherwise its notice would refer to a missing body, and the sender's next try would be a duplicate.
  it('leaves no capture without its body: the next try takes in both', async () => {
    const { dynamo: client, tableName } = emulators;
    const ledger = createLedger({ client, tableName, retentionDays: 40 });
    const [{ id } = { id: '' }] = payloadItems(quarantined, payload, 40);
    let isRefused = true;
    client.middlewareStack.add(
      (next) => async (args) => {
        if (isRefused && JSON.stringify(args.input).includes(id)) throw new Error('throttled');
        return next(args);
      },
      { step: 'initialize' },
    );

    await expect(ledger.add(quarantined, payload)).rejects.toThrow('throttled');
    expect(await ledger.get(quarantined.id)).toBeUndefined();

    isRefused = false;
    expect(await ledger.add(quarantined, payload)).toBe(true);
    const { Item = {} } = await client.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: id } } }));
    expect(unmarshall(Item)['payload']).toBe(text);
  });
});
