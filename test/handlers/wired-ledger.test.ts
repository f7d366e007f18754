import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCapture, aSnapshot, DAY, NOW, SECOND } from '../support/factories.ts';
import { startWired, TABLE } from '../support/wired.ts';

const ID = 'a'.repeat(32);

describe('wiring: ledger, queue and clock', () => {
  let wired: Awaited<ReturnType<typeof startWired>>;
  beforeAll(async () => {
    wired = await startWired();
  });
  afterAll(() => wired.stop());
  beforeEach(() => wired.reset());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  describe('every function', () => {
    it('writes to its table, for as many days as it is set to', async () => {
      const { ledger } = await wired.intake();

      await ledger.add(aCapture({ state: 'published', announcedAt: NOW + DAY, snapshot: aSnapshot() }), 'body');

      const [body, capture] = wired.aws.inputsOf('DynamoDB.PutItem');
      expect([body.TableName, capture.TableName]).toEqual([TABLE, TABLE]);
      expect(unmarshall(body.Item)['forgetAt']).toBe((NOW + (7 + 14) * DAY) / SECOND);
      expect(unmarshall(capture.Item)['forgetAt']).toBe((NOW + (1 + 7) * DAY) / SECOND);
    });

    it.each(['operator', 'worker'] as const)('wakes over its queue, and reads its table: %s', async (which) => {
      const parts = which === 'operator' ? await wired.operator() : await wired.worker();

      await parts.sendWake({ captureId: ID }, 2 * SECOND);
      await parts.ledger.get(ID);
      await parts.ledger.getAll([ID]);
      await parts.ledger.openKeys(1);
      await parts.slots.read();

      const [wake] = wired.aws.inputsOf('SQS.SendMessage');
      expect(wake).toMatchObject({ QueueUrl: wired.queueUrl, DelaySeconds: 2 });
      const tables = wired.aws.calls.map(({ input }) => input.TableName ?? Object.keys(input.RequestItems ?? {})[0]);
      expect(tables.filter(Boolean)).toEqual([TABLE, TABLE, TABLE, TABLE]);
    });

    it('wakes over its queue, writes to its table and finds the captures of an alert in it: webhook', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: NOW });
      const { ledger, sendWake, now } = await wired.webhook();

      await sendWake({ captureId: ID }, 0);
      await ledger.add(aCapture());
      await ledger.idsOfAlert('alert-1', 20);
      await ledger.getAll([ID]);

      expect(wired.aws.inputsOf('SQS.SendMessage')).toMatchObject([{ QueueUrl: wired.queueUrl }]);
      expect(wired.aws.inputsOf('DynamoDB.Query')).toMatchObject([{ TableName: TABLE, IndexName: 'alert', Limit: 20 }]);
      const tables = wired.aws.calls.map(({ input }) => input.TableName ?? Object.keys(input.RequestItems ?? {})[0]);
      expect(tables.filter(Boolean)).toEqual([TABLE, TABLE, TABLE]);
      expect(now()).toBe(NOW);
    });

    it('has the rules of its settings, how far back they reach among them: webhook', async () => {
      const { rules } = await wired.webhook({ CAPTURE_ON: 'both', ONLY_TEST_IDS: '1,2', REACH_BACK: 'true' });

      expect(rules).toMatchObject({ captureOn: 'both', onlyTestIds: ['1', '2'], exceptTestIds: [], reachBack: true });
      expect((await wired.webhook()).rules.reachBack).toBe(false);
    });

    it.each(['operator', 'worker'] as const)('reads as many slots as snapshots are allowed: %s', async (which) => {
      const parts = which === 'operator' ? await wired.operator() : await wired.worker();

      expect((await parts.slots.read()).slots.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    });

    it.each(['operator', 'worker'] as const)('has the clock, and sleeps as long as it says: %s', async (which) => {
      vi.useFakeTimers({ toFake: ['Date'], now: NOW });
      const parts = which === 'operator' ? await wired.operator() : await wired.worker();
      const before = performance.now();

      await parts.sleep(60);

      expect(performance.now() - before).toBeGreaterThan(58);
      expect(parts.now()).toBe(NOW);
    });
  });

  it('the worker has random numbers', async () => {
    const { random } = await wired.worker();

    expect(new Set([random(), random(), random()]).size).toBe(3);
  });

  it('the operator’s list is of its table', async () => {
    await (await wired.operator()).listCaptures({ limit: 3 });

    expect(wired.aws.inputsOf('DynamoDB.Query')).toMatchObject([{ TableName: TABLE, Limit: 3 }]);
  });

  it('DynamoDB is given time if it leaves something unread, for every caller', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    const asks = new Map<string, number>();
    wired.aws.world.answer = ({ name, input }) => {
      if (name.startsWith('SecretsManager')) return undefined; // reads of the worker's token do not count
      if (name === 'DynamoDB.Query') return { body: { Items: [{ id: { S: 'of the list' } }] } };
      const key = JSON.stringify(input);
      asks.set(key, (asks.get(key) ?? 0) + 1);
      return { body: asks.get(key) === 7 ? {} : { UnprocessedKeys: input.RequestItems } };
    };
    const [asOperator, asWorker] = [await wired.operator(), await wired.worker({ SNAPSHOT_LIMIT: '3' })];
    const readers = {
      operator: () => asOperator.ledger.getAll(['of the operator']),
      list: () => asOperator.listCaptures({ limit: 1 }),
      status: () => asOperator.slots.read(),
      worker: () => asWorker.ledger.getAll(['of the worker']),
      quota: () => asWorker.slots.read(),
    };

    const before = performance.now();
    const hasty = await Promise.all(
      Object.entries<() => Promise<unknown>>(readers).map(async ([reader, read]) => {
        await read();
        return performance.now() - before < 25 + 50 + 100 + 200 + 400 + 350 ? [reader] : [];
      }),
    );

    expect(hasty.flat()).toEqual([]);
    expect([...asks.values()]).toEqual([7, 7, 7, 7, 7]);
  });
});
