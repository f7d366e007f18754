import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { aCapture, aFailed, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

type Changes = Parameters<typeof aWorker>[0];
type Save = ReturnType<typeof aWorker>['ledger']['save'];

const created = (id: string, receivedAt: number) =>
  aCapture({ id, testId: id, state: 'created', snapshot: aSnapshot(), receivedAt });

/** A worker that notes when it announced which captures. `saving` wraps its writes. */
const telling = (saving: (save: Save, worker: () => ReturnType<typeof aWorker>) => Save, changes: Changes = {}) => {
  const { ledger } = aWorker();
  const told: [string, number][] = [];
  const worker: ReturnType<typeof aWorker> = aWorker({
    ledger: { ...ledger, save: saving(ledger.save, () => worker) },
    publish: async ({ event }) => void told.push([event.captureId, worker.world.now - NOW]),
    ...changes,
  });
  const countOf = (metric: string) => worker.world.measured.filter(({ name }) => name === metric).length;
  const addAll = async (...captures: readonly Capture[]) => {
    for (const capture of captures) await ledger.add(capture);
  };
  return { ...worker, ledger, told, countOf, addAll };
};

describe('worker: the topic has one turn in half a second', () => {
  it('which each message takes, the oldest first', async () => {
    const turns: unknown[] = [];
    const { slots } = aWorker();
    const takeTurn: typeof slots.takeTurn = async (to, now, until) => {
      turns.push([to, now - NOW, until - NOW]);
      return slots.takeTurn(to, now, until);
    };
    const { told, addAll, work } = telling((save) => save, { slots: { ...slots, takeTurn } });
    await addAll(created('b', NOW - 1), created('a', NOW - 2), created('c', NOW));

    await work();

    expect(told).toEqual([
      ['a', 0],
      ['b', 500],
      ['c', 1000],
    ]);
    expect(turns).toEqual([
      ['publish', 0, 500],
      ['publish', 500, 1000],
      ['publish', 1000, 1500],
    ]);
  });

  it('which another worker may have just taken: nothing is written or told before the next', async () => {
    const { slots } = aWorker();
    let isFirst = true;
    const writtenAt: number[] = [];
    const { told, addAll, work } = telling(
      (save, worker) => async (next) => {
        writtenAt.push(worker().world.now - NOW);
        return save(next);
      },
      {
        slots: {
          ...slots,
          takeTurn: async (...turn) => {
            const isTaken = await slots.takeTurn(...turn);
            const isTheirs = isFirst;
            isFirst = false;
            return isTaken && !isTheirs;
          },
        },
      },
    );
    await addAll(created('a', NOW));

    await work();

    expect(told).toEqual([['a', 500]]);
    expect(writtenAt).toEqual([500, 500]);
  });

  it('which a message that is late does not use: it is let go of, and told in the next', async () => {
    const lateBy = (ms: number) => {
      let isFirst = true;
      return telling((save, worker) => async (next) => {
        if (isFirst) worker().world.now += ms;
        isFirst = false;
        return save(next);
      });
    };
    const [inTime, late] = [lateBy(500), lateBy(501)];
    for (const { addAll, work } of [inTime, late]) {
      await addAll(created('a', NOW));
      await work();
    }

    expect(inTime.told).toEqual([['a', 500]]);
    expect((await inTime.ledger.get('a'))?.version).toBe(3); // taken, published
    expect(late.told).toEqual([['a', 501]]);
    expect((await late.ledger.get('a'))?.version).toBe(5); // taken, let go of, taken, published
  });
});

describe('worker: the turn itself takes long to get', () => {
  it.each([
    { writingMs: 100, version: 3 }, // taken, published
    { writingMs: 101, version: 5 }, // taken, let go of, taken, published
  ])('is counted from when it was asked for: $writingMs ms after it', async ({ writingMs, version }) => {
    const { slots } = aWorker();
    let isFirst = true;
    const passing = (worker: ReturnType<typeof aWorker>, ms: number) => {
      if (isFirst) worker.world.now += ms;
    };
    const slow: ReturnType<typeof telling> = telling(
      (save, worker) => async (next) => {
        passing(worker(), writingMs);
        isFirst = false;
        return save(next);
      },
      {
        slots: {
          ...slots,
          takeTurn: async (...turn) => {
            passing(slow, 400);
            return slots.takeTurn(...turn);
          },
        },
      },
    );
    await slow.addAll(created('a', NOW));

    await slow.work();

    expect(await slow.ledger.get('a')).toMatchObject({ state: 'published', version });
  });
});

describe('worker: a link that another worker has written down before', () => {
  it('is not told by this one', async () => {
    const { told, addAll, work, countOf } = telling((save) => async (next) => next.state !== 'created' && save(next));
    await addAll(aCapture({ id: 'a' }));

    await work([], 26 * SECOND);

    expect(told).toEqual([]);
    expect(countOf('CapturesPublished')).toBe(0);
  });
});

describe('worker: an end that another worker has written down before', () => {
  it.each([
    { name: 'of the one that is told', of: 'a', published: 1 },
    { name: 'of one that it covers', of: 'b', published: 1 },
  ])('is counted by that one: $name', async ({ of, published }) => {
    const { told, addAll, work, countOf, world } = telling(
      (save) => async (next) => !(next.id === of && next.state === 'published') && save(next),
    );
    await addAll(aCapture({ id: 'a', receivedAt: NOW - 1 }), aCapture({ id: 'b' }));

    await work([], 26 * SECOND);

    expect(told).toEqual([['a', 0]]);
    expect(countOf('CapturesPublished')).toBe(published);
    expect(world.logged).toContain('notification_published'); // its message is published all the same
  });
});

describe('worker: what the topic was told of last', () => {
  const failed = (code: 'quarantined' | 'forbidden') => aFailed({ id: 'a', failure: { code, detail: '' } });

  it.each([
    { what: 'a failure that is told together', capture: failed('quarantined'), toldAt: { quarantined: NOW } },
    { what: 'a failure that is told on its own', capture: failed('forbidden'), toldAt: {} },
    { what: 'a link', capture: created('a', NOW), toldAt: {} },
  ])('is remembered of $what: $toldAt', async ({ capture, toldAt }) => {
    const { addAll, work, slots } = telling((save) => save);
    await addAll(capture);

    await work();

    expect((await slots.read()).topic.toldAt).toEqual(toldAt);
  });

  it('is not remembered where SNS did not accept it', async () => {
    const { addAll, work, slots } = telling((save) => save, { publish: () => Promise.reject(new Error('throttled')) });
    await addAll(failed('quarantined'));

    await work();

    expect((await slots.read()).topic.toldAt).toEqual({});
  });
});

describe('worker metrics: the end of a capture', () => {
  const cancelled = { code: 'cancelled', detail: '' } as const;
  const gaveUp = { code: 'gave_up', detail: '' } as const;

  it.each([
    { what: 'cancelled', capture: aFailed({ failure: cancelled }), counted: [['CapturesCancelled', 1, undefined]] },
    { what: 'failed', capture: aFailed({ failure: gaveUp }), counted: [['CapturesFailed', 1, 'gave_up']] },
    {
      what: 'failed before and has a snapshot now',
      capture: { ...aCapture({ reason: 'manual', state: 'created', failure: gaveUp }), snapshot: aSnapshot() },
      counted: [['CapturesPublished', 1, undefined]],
    },
    {
      what: 'a schedule’s',
      capture: aCapture({ reason: 'schedule', state: 'created', snapshot: aSnapshot() }),
      counted: [['CapturesPublished', 1, undefined]],
    },
    {
      what: 'an alert’s',
      capture: aCapture({ receivedAt: NOW - MINUTE, state: 'created', snapshot: aSnapshot() }),
      counted: [
        ['CapturesPublished', 1, undefined],
        ['AlertToLinkSeconds', 60, undefined],
      ],
    },
  ])('is counted as what it is: $what', async ({ capture, counted }) => {
    const { addAll, work, world } = telling((save) => save);
    await addAll(capture);

    await work();

    const ends = world.measured.filter(({ name }) => /^(Captures|AlertToLink)/.test(name));
    expect(ends.map(({ name, value, reason }) => [name, value, reason])).toEqual(counted);
  });
});
