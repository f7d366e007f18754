import { readdirSync, readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { captureIdOf } from '../../lib/captures/identity.ts';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { toItem } from '../../lib/ledger/items.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { LOCAL_AWS, startDynamo } from '../../local/dynamo.ts';
import { countWrites } from '../support/counted-writes.ts';
import { aCapture, anAlert, aRequest, A_UUID, NOW } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';
import { sizeOf } from '../support/write-units.ts';

const TABLE = 'captures';
const FOLLOWERS = 50;
/** With the rest of the body around it, just below 256 KiB. */
const BODY_BYTES = 256 * 1024 - 20;
const TURN = { table: 1, open: 0, test: 0, list: 0, alert: 0 };
const SLOT = { table: 2, open: 0, test: 0, list: 0, alert: 0 };

const EVENTS = new URL('../../events/', import.meta.url);
const SAMPLES = readdirSync(EVENTS).filter((file) => /^(classic|custom)-.*-(trigger|clear)\.json$/.test(file));
/** An alert about no test has no snapshot; the generic template names no test, so its alert is looked up. */
const NAMES_ITS_TEST = SAMPLES.filter((file) => !/agent|generic/.test(file));
const readSample = (file: string) => readFileSync(new URL(file, EVENTS), 'utf8');

/**
 * docs/limits.md has these numbers. They are counted from each item before and after its write, slots and gate
 * included.
 */
describe('write units of what is stored', () => {
  const started: { readonly stop: () => Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ stop }) => stop()));
  });

  /** A webhook and a worker over an empty table. */
  const aSystem = async () => {
    const dynamo = await startDynamo(TABLE, readDeployment().table);
    started.push(dynamo);
    const table = { client: new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynamo.url }), tableName: TABLE };
    const ledger = { ...createLedger({ ...table, retentionDays: 40 }), ...createLedgerQueries(table) };
    const { work, world } = aWorker({ ledger, slots: createSlots({ ...table, limit: 5 }) });
    const webhook = createWebhook({
      authenticate: async () => true,
      ledger,
      sendWake: async () => undefined,
      rules: { ...CAPTURE_EVERYTHING, captureOn: 'both' },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      measure: () => undefined,
      now: () => NOW,
    });
    return { ledger, work, world, webhook, ...countWrites(table.client) };
  };

  it.each(NAMES_ITS_TEST)('an alert with a snapshot of its own: %s', async (file) => {
    const { webhook, work, units, told } = await aSystem();
    const { captureId } = JSON.parse(String((await webhook(aRequest({ body: readSample(file) }))).body));

    await work([captureId]);

    expect(units).toEqual({
      [captureId]: { table: 4, open: 6, test: 1, list: 1, alert: 1 },
      'slot#0': SLOT,
      topic: TURN,
    });
    expect(told).toEqual({ [captureId]: 4, 'slot#0': 2, topic: 1 });
  });

  it('an alert whose test is looked up first: two more writes, and a turn to look up', async () => {
    const { webhook, work, world, units } = await aSystem();
    world.lookups.push({ outcome: 'found', testId: '3417721', alert: {} });
    const body = readSample('custom-generic-trigger.json');
    const { captureId } = JSON.parse(String((await webhook(aRequest({ body }))).body));

    await work([captureId]);

    expect(units[captureId]).toEqual({ table: 6, open: 10, test: 1, list: 1, alert: 1 });
    expect(units['slot#0']).toEqual(SLOT);
    expect(units['lookups']).toMatchObject({ table: 1, open: 0 });
  });

  it('an alert that gets the link of one before: four writes, and no slot', async () => {
    const { ledger, work, world, units } = await aSystem();
    const [first, second] = ['first', 'second'].map((name) => aCapture({ id: captureIdOf(name) }));
    if (!first || !second) throw new Error('two were made');
    await ledger.add(first);
    await work([first.id]);

    await ledger.add(second);
    await work([second.id]);

    expect(world.posts).toHaveLength(1);
    expect(units[first.id]).toEqual({ table: 4, open: 6, test: 1, list: 1, alert: 1 });
    expect(units[second.id]).toEqual({ table: 4, open: 6, test: 1, list: 1, alert: 1 });
    expect(units['slot#0']).toEqual(SLOT);
    expect(units['topic']).toEqual({ ...TURN, table: 2 });
  });

  it('a quarantined body of 256 KB: once, and nothing of it in an index', async () => {
    const { ledger, webhook, work, world, units } = await aSystem();
    const body = JSON.stringify({ unheard: 'x'.repeat(BODY_BYTES) });
    const { captureId } = JSON.parse(String((await webhook(aRequest({ body }))).body));

    await work([captureId]);

    const capture = await ledger.get(captureId);
    if (!capture) throw new Error('it was quarantined');
    expect(world.published).toHaveLength(1);
    expect(units[`payload#${captureId}`]).toEqual({ table: 257, open: 0, test: 0, list: 0, alert: 0 });
    expect(units[captureId]).toEqual({ table: 3, open: 4, test: 0, list: 1, alert: 0 });
    expect(sizeOf(toItem(capture, 'a'.repeat(36), 40))).toBeLessThan(1024);
  });

  it('51 alerts of one test: three writes each, and the leader, which lists them, up to its size', async () => {
    const { ledger, work, world, units, told } = await aSystem();
    const leader = aCapture({ id: captureIdOf('leader') });
    const followers = Array.from({ length: FOLLOWERS }, (_, index) =>
      aCapture({
        id: captureIdOf('follower', String(index)),
        receivedAt: NOW + 1,
        alert: anAlert({ alertId: A_UUID }),
      }),
    );
    for (const capture of [leader, ...followers]) await ledger.add(capture);

    await work();

    expect(world.posts).toHaveLength(1);
    for (const { id } of followers) expect(units[id]).toEqual({ table: 3, open: 4, test: 1, list: 1, alert: 1 });
    expect(units[leader.id]).toEqual({ table: 38, open: 6, test: 1, list: 1, alert: 1 });
    expect(Object.keys(units)).toHaveLength(1 + FOLLOWERS + 2); // the leader, a slot and the topic's turn
    for (const [id, { table }] of Object.entries(units)) expect(told[id]).toBe(table);
  });
});
