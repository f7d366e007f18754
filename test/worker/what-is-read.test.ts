import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { claim } from '../../lib/captures/transitions.ts';
import { createLedgerView } from '../../lib/worker/ledger-view.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, aSnapshot, MINUTE, NOW } from '../support/factories.ts';

const PAGE = 80;

/** A view of these captures, and its calls to the ledger since the test last asked for them. */
const viewOf = async (captures: readonly Capture[], named: readonly string[] = []) => {
  const ledger = createMemoryLedger(() => NOW);
  const slots = createMemorySlots(3, ledger.getAll);
  const calls: unknown[][] = [];
  const view = createLedgerView(
    {
      ...ledger,
      openKeys: (limit, from) => {
        calls.push(['open', limit]);
        return ledger.openKeys(limit, from);
      },
      getAll: async (ids) => {
        calls.push(['all', ...ids]);
        await new Promise(setImmediate); // reads are asynchronous
        return ledger.getAll(ids);
      },
      idsOfTest: (testKey, limit) => {
        calls.push(['test', testKey, limit]);
        return ledger.idsOfTest(testKey, limit);
      },
    },
    {
      readWith: (ids) => {
        calls.push(['quota', ...ids]);
        return slots.readWith(ids);
      },
    },
    named,
    () => NOW,
  );
  for (const capture of captures) await ledger.add(capture);
  const known = () => view.sight().captures.map(({ id, version }) => `${id}${version}`);
  /** A slot that remembers a snapshot. */
  const remembers = async (index: number, captureId: string, testKey: string) => {
    const lease = await slots.take({ index, releaseAt: 0 }, NOW, NOW + MINUTE);
    if (lease) await slots.release(lease, NOW + MINUTE, { at: NOW, testKey, captureId });
  };
  return { view, ledger, slots, remembers, known, calls: () => calls.splice(0) };
};

const pending = (id: string, testId = id) => aCapture({ id, testId });
const created = (id: string, receivedAt = NOW) =>
  aCapture({ id, testId: id, state: 'created', snapshot: aSnapshot(), receivedAt });
const published = (id: string, testId = id) =>
  aCapture({ id, testId, state: 'published', snapshot: aSnapshot(), announcedAt: NOW });

describe('ledger view: a look', () => {
  it('reads the page beside the quota', async () => {
    const { view, known, calls } = await viewOf([pending('a'), pending('b'), published('c')]);

    await view.look();

    expect(known()).toEqual(['a1', 'b1']);
    expect(calls()).toEqual([
      ['open', PAGE],
      ['quota', 'a', 'b'],
    ]);
  });

  it('reads those that are named beside the quota, and the rest of the page then', async () => {
    const { view, known, calls } = await viewOf([pending('a'), pending('b'), published('c')], ['b', 'c', 'gone']);

    const sight = await view.look();

    expect(sight?.named).toEqual(['b', 'c', 'gone']);
    expect(known().toSorted()).toEqual(['a1', 'b1', 'c1']);
    expect(calls()).toEqual([
      ['open', PAGE],
      ['quota', 'b', 'c', 'gone'],
      ['all', 'a'],
    ]);
  });

  it('reads the snapshots that the slots remember for a test that waits, and no others', async () => {
    const { view, remembers, calls } = await viewOf([pending('a', '1'), published('s', '1'), published('t', '2')]);
    await remembers(0, 's', '74411/1');
    await remembers(1, 't', '74411/2');

    await view.look();

    expect(calls().slice(2)).toEqual([['all', 's']]);
  });

  it('reads all that the slots remember where other things are read anyway', async () => {
    const captures = [pending('a', '1'), pending('b', '3'), published('s', '1'), published('t', '2')];
    const { view, remembers, calls } = await viewOf(captures, ['a']);
    await remembers(0, 's', '74411/1');
    await remembers(1, 't', '74411/2');

    await view.look();

    expect(calls().slice(2)).toEqual([['all', 'b', 's', 't']]);
  });

  it('reads no snapshot of a test of which nothing waits any more', async () => {
    const claimed = aCapture({ id: 'a', testId: '1', state: 'claimed', leaseUntil: NOW + MINUTE });
    const { view, remembers, calls } = await viewOf([claimed, published('s', '1')]);
    await remembers(0, 's', '74411/1');

    await view.look();

    expect(calls().slice(2)).toEqual([]);
  });

  it('forgets what was read before it', async () => {
    const { view, ledger, known } = await viewOf([pending('a', '1'), pending('b'), published('c', '1')]);
    await view.look();
    await view.readTest('74411/1');
    const before = known();
    ledger.remove('b');

    const sight = await view.look();

    expect(before.toSorted()).toEqual(['a1', 'b1', 'c1']);
    expect(known()).toEqual(['a1']);
    expect(sight).toMatchObject({ pages: 1, testsRead: new Set() });
  });

  it('says which of the heads are behind the page', async () => {
    const first = Array.from({ length: PAGE }, (_, index) =>
      aCapture({ id: `${index}`.padStart(3, '0'), severity: 'critical', receivedAt: NOW + index }),
    );
    const behind = ['x', 'y'].map((id) => aCapture({ id, severity: 'minor' }));
    const { view, calls } = await viewOf([...first, ...behind]);

    const sight = await view.look();

    expect(sight).toMatchObject({ isFull: true, beyond: new Set(['x', 'y']) });
    expect(new Set(calls().at(-1))).toEqual(new Set(['all', 'x', 'y']));
  });
});

describe('ledger view: the next page', () => {
  it('is read where it is not known, and nothing of it is beyond the pages any more', async () => {
    const first = Array.from({ length: PAGE }, (_, index) =>
      aCapture({ id: `${index}`.padStart(3, '0'), severity: 'critical', receivedAt: NOW + index }),
    );
    const behind = ['u', 'v', 'w', 'x', 'y'].map((id, index) =>
      aCapture({ id, severity: 'minor', receivedAt: NOW + index }),
    );
    const { view, known, calls } = await viewOf([...first, ...behind]);
    const { beyond } = (await view.look()) ?? {};
    expect([...(beyond ?? [])]).toEqual(['u', 'v', 'w']);
    calls();

    await view.readOn();

    expect(known()).toEqual(expect.arrayContaining(['x1', 'y1']));
    expect(view.sight()).toMatchObject({ isFull: false, beyond: new Set(), pages: 2 });
    expect(calls()).toEqual([
      ['open', PAGE],
      ['all', 'x', 'y'],
    ]);
  });
});

describe('ledger view: the next page, which does not reach all heads', () => {
  it('leaves those beyond the pages that are further back', async () => {
    const page = (severity: 'critical' | 'major') =>
      Array.from({ length: PAGE }, (_, index) =>
        aCapture({ id: `${severity} ${100 + index}`, severity, receivedAt: NOW + index }),
      );
    const { view } = await viewOf([
      ...page('critical'),
      ...page('major'),
      aCapture({ id: 'minor', severity: 'minor' }),
    ]);
    const { beyond } = (await view.look()) ?? {};
    const before = [...(beyond ?? [])].toSorted();

    await view.readOn();

    expect(before).toEqual(['major 100', 'major 101', 'major 102', 'minor']);
    expect(view.sight()).toMatchObject({ isFull: true, beyond: new Set(['minor']), pages: 2 });
  });
});

describe('ledger view: a look at the quota', () => {
  it('reads what waits to be told beside it, the oldest fifty', async () => {
    const untold = Array.from({ length: 52 }, (_, index) => created(`${100 + index}`, NOW - index));
    const { view, calls } = await viewOf([...untold, pending('a')]);
    await view.look();
    calls();

    await view.lookAtQuota();

    const oldest = untold.map(({ id }) => id).toReversed();
    expect(calls()).toEqual([['quota', ...oldest.slice(0, 50)]]);
  });

  it('reads the snapshots that the slots remember as long as their links are not known', async () => {
    const claimed = aCapture({ id: 's', testId: '1', state: 'claimed', leaseUntil: NOW + MINUTE });
    const { view, ledger, known, remembers, calls } = await viewOf(
      [pending('a', '1'), claimed, published('t', '2')],
      ['t', 'a', 's'],
    );
    await view.look();
    await remembers(0, 's', '74411/1');
    await remembers(1, 't', '74411/2');
    await remembers(2, 'u', '74411/3');
    calls();

    await ledger.add(published('u', '3'));
    await view.lookAtQuota();

    expect(known()).toContain('u1');
    expect(calls()).toEqual([['quota'], ['all', 's', 'u']]);
  });

  it('wants the tests to be read once more', async () => {
    const { view } = await viewOf([pending('a', '1')]);
    await view.look();
    await view.readTest('74411/1');
    const before = view.sight().testsRead;

    expect([before, (await view.lookAtQuota()).testsRead]).toEqual([new Set(['74411/1']), new Set()]);
  });
});

describe('ledger view: the newest of a test', () => {
  it('are the hundred newest, and count as read when they are', async () => {
    const { view, known, calls } = await viewOf([pending('a', '1'), published('b', '1')]);
    await view.look();
    calls();

    const reading = view.readTest('74411/1');
    const during = new Set(view.sight().testsRead);
    await reading;

    expect([during, view.sight().testsRead]).toEqual([new Set(), new Set(['74411/1'])]);
    expect(known()).toEqual(['a1', 'b1']);
    expect(calls()[0]).toEqual(['test', '74411/1', 100]);
  });
});

describe('ledger view: one capture', () => {
  it('is read once, and not again', async () => {
    const { view, calls } = await viewOf([pending('a')]);

    expect((await view.read('a'))?.id).toBe('a');
    expect((await view.read('a'))?.id).toBe('a');
    expect(await view.read('gone')).toBeUndefined();
    expect(calls()).toEqual([
      ['all', 'a'],
      ['all', 'gone'],
    ]);
  });

  it('is known in its next version once that is saved', async () => {
    const { view, known, calls } = await viewOf([pending('a')]);
    await view.look();
    calls();
    const next = claim(pending('a'), NOW + MINUTE);

    expect(await view.save(next)).toBe(next);
    expect(known()).toEqual(['a2']);
    expect(calls()).toEqual([]);
  });

  it('is known in the version of the worker that was first', async () => {
    const { view, ledger } = await viewOf([pending('a')]);
    await view.look();
    const theirs = claim(pending('a'), NOW + 2 * MINUTE);
    await ledger.save(theirs);

    expect(await view.save(claim(pending('a'), NOW + MINUTE))).toBeUndefined();
    expect(view.sight().captures).toEqual([theirs]);
  });

  it('is not shown where it was set aside, or is of a newer version of this code', async () => {
    const { view, known } = await viewOf([pending('a'), pending('b'), { ...pending('c'), schema: 99 }]);
    await view.look();

    view.setAside('a');

    expect(known()).toEqual(['b1']);
    await view.look();
    expect(known()).toEqual(['b1']);
  });

  it('is nothing to look at before the first look', async () => {
    const { view } = await viewOf([pending('a')]);

    expect(() => view.sight()).toThrow('nothing was looked at');
  });
});
