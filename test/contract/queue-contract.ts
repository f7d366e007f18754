import { describe, expect, it, onTestFinished } from 'vitest';
import type { SendWake } from '../../lib/ledger/wake.ts';

export interface QueueSettings {
  readonly batchSize: number;
  readonly maxReceives: number;
  readonly invoke: (bodies: readonly string[]) => Promise<void>;
}

/** A queue with its event source, on a virtual clock or in real time. */
export interface RunningQueue {
  readonly send: SendWake;
  /** The bodies in the dead-letter queue. */
  readonly dead: () => Promise<readonly string[]>;
  /** The number of messages that are delayed, invisible or being processed. */
  readonly open: () => Promise<number>;
  readonly now: () => number;
  /** Pauses an invocation. */
  readonly pause: (ms: number) => Promise<void>;
  /** Lets time pass. */
  readonly wait: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The visibility timeout of the queues: short, but longer than a busy machine needs for a call. */
export const VISIBILITY_MS = 2000;
/** The rounding error of a clock with milliseconds. */
const TOLERANCE_MS = 50;

interface Delivery {
  readonly at: number;
  readonly ids: readonly string[];
}

/**
 * The contract of the wake queue with Lambda's event source. `make` starts a fresh queue with at most two batches in
 * work.
 */
export const queueContract = (name: string, make: (settings: QueueSettings) => Promise<RunningQueue>): void => {
  /** A queue that notes its deliveries. `work` is the function's body. */
  const start = async (
    work: (delivery: Delivery, nth: number, queue: RunningQueue) => Promise<void> | void,
    settings: { readonly batchSize?: number } = {},
  ) => {
    const deliveries: Delivery[] = [];
    const queue = await make({
      batchSize: 10,
      ...settings,
      maxReceives: 2,
      invoke: async (bodies) => {
        const delivery = { at: queue.now(), ids: bodies.map((body) => String(JSON.parse(body).captureId)) };
        deliveries.push(delivery);
        await work(delivery, deliveries.length, queue);
      },
    });
    onTestFinished(queue.stop);
    const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
      for (let tries = 0; tries < 500; tries += 1) {
        if (await holds()) return;
        await queue.wait(20);
      }
      throw new Error('it never came true');
    };
    const delivered = () => deliveries.flatMap(({ ids }) => ids);
    return { queue, deliveries, delivered, until, isEmpty: () => until(async () => (await queue.open()) === 0) };
  };

  describe(`${name}: a function that returns`, () => {
    it('gets each message once', async () => {
      const { queue, delivered, isEmpty } = await start(() => undefined);

      for (const captureId of ['a', 'b', 'c']) await queue.send({ captureId }, 0);
      await isEmpty();
      await queue.wait(VISIBILITY_MS + 200);

      expect(delivered().toSorted()).toEqual(['a', 'b', 'c']);
      expect(await queue.dead()).toEqual([]);
    });

    it('gets no more messages at once than a batch holds', async () => {
      const allSent = Promise.withResolvers<void>();
      const { queue, deliveries, delivered, isEmpty } = await start(() => allSent.promise, { batchSize: 2 });

      for (const captureId of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await queue.send({ captureId }, 0);
      await queue.wait(200);
      allSent.resolve();
      await isEmpty();

      expect(delivered().toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
      expect(Math.max(...deliveries.map(({ ids }) => ids.length))).toBe(2);
    });

    it('has a message to itself while it is at work', async () => {
      const { queue, delivered, isEmpty } = await start((_, __, { pause }) => pause(VISIBILITY_MS / 2));

      await queue.send({ captureId: 'a' }, 0);
      await isEmpty();

      expect(delivered()).toEqual(['a']);
    });
  });

  describe(`${name}: a function that throws`, () => {
    it('gets its messages again, not before their visibility timeout is over', async () => {
      const { queue, deliveries, delivered, isEmpty } = await start((_, nth) => {
        if (nth === 1) throw new Error('as told');
      });

      await queue.send({ captureId: 'a' }, 0);
      await isEmpty();

      expect(delivered()).toEqual(['a', 'a']);
      const [first, second] = deliveries.map(({ at }) => at);
      expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(VISIBILITY_MS - TOLERANCE_MS);
      expect(await queue.dead()).toEqual([]);
    });

    it('loses a message to the dead-letter queue after so many deliveries', async () => {
      const { queue, delivered, until } = await start(() => {
        throw new Error('as told');
      });

      await queue.send({ captureId: 'poison' }, 0);
      await until(async () => (await queue.dead()).length > 0);

      expect(delivered()).toEqual(['poison', 'poison']);
      expect(await queue.dead()).toEqual(['{"captureId":"poison"}']);
    });
  });

  describe(`${name}: a delay`, () => {
    it('is cut to the second: 999 ms are none, and arrive before a second that was asked for earlier', async () => {
      const { queue, deliveries, delivered, isEmpty } = await start(() => undefined);

      const sentAt = queue.now();
      await queue.send({ captureId: 'a second' }, 1000);
      await queue.send({ captureId: 'almost' }, 999);
      await isEmpty();

      expect(delivered()).toEqual(['almost', 'a second']);
      expect((deliveries.at(-1)?.at ?? 0) - sentAt).toBeGreaterThanOrEqual(1000 - TOLERANCE_MS);
    });

    it('may be asked for longer than SQS knows, and the message waits', async () => {
      const { queue, delivered } = await start(() => undefined);

      await queue.send({ captureId: 'a' }, 7_200_000);
      await queue.wait(300);

      expect(delivered()).toEqual([]);
      expect(await queue.open()).toBe(1);
    });
  });
};
