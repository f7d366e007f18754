import { describe, expect, it } from 'vitest';
import { aCapture, aSnapshot, MINUTE, NOW, SECOND, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/* Independent calls run at the same time, so that a link is published sooner. */

/**
 * A worker whose calls all take time. Each of its `batches` has the calls that began before any call of the batch
 * ended.
 */
const tracing = () => {
  const { ledger, slots, deps, world } = aWorker();
  const batches: string[][] = [];
  let underWay = 0;
  const traced = async <Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> => {
    if (underWay === 0) batches.push([]);
    batches.at(-1)?.push(name);
    underWay += 1;
    await new Promise(setImmediate);
    underWay -= 1;
    return call();
  };
  const worker = aWorker({
    ledger: {
      ...ledger,
      openKeys: (...key) => traced('open', () => ledger.openKeys(...key)),
      save: (next) => traced(`${next.id} ${next.state}`, () => ledger.save(next)),
    },
    slots: {
      ...slots,
      read: () => traced('quota', slots.read),
      take: (...taking) => traced('take', () => slots.take(...taking)),
      takeTurn: (to, ...turn) => traced(`turn to ${to}`, () => slots.takeTurn(to, ...turn)),
      release: (...stamp) => traced('stamp', () => slots.release(...stamp)),
    },
    thousandEyes: {
      createSnapshot: (token, request) => traced('POST', () => deps.thousandEyes.createSnapshot(token, request)),
      lookUpAlert: (token, alert) => traced('look up', () => deps.thousandEyes.lookUpAlert(token, alert)),
    },
  });
  return { ...worker, ledger, batches, answers: world.snapshots };
};

const [a, b, c] = ['a', 'b', 'c'].map((id, index) => aCapture({ id, receivedAt: NOW + index }));
if (!a || !b || !c) throw new Error('three were made');

describe('worker: what it does at the same time', () => {
  it('is the look at the index and the quota for a capture that is named', async () => {
    const { ledger, work, batches } = tracing();
    await ledger.add(a);

    await work(['a']);

    expect(batches[0]).toEqual(['open', 'quota']);
  });

  it('is the stamp of the slot, the link in the ledger and the turn to tell of it', async () => {
    const { ledger, work, batches } = tracing();
    await ledger.add(a);

    await work();

    expect(batches).toEqual([
      ['open'],
      ['quota'],
      ['take'],
      ['a claimed'],
      ['POST'],
      ['stamp', 'a created', 'turn to publish'],
      ['a published'],
    ]);
  });

  it('is the claim of all followers, once their leader is had, and their ends before its own', async () => {
    const { ledger, work, batches } = tracing();
    for (const capture of [a, b, c]) await ledger.add(capture);

    await work();

    const writes = batches.map((batch) => batch.filter((name) => /^[abc] /.test(name)));
    expect(writes.filter((batch) => batch.length > 0)).toEqual([
      ['a claimed'],
      ['b claimed', 'c claimed'],
      ['a created'],
      ['b published', 'c published'],
      ['a published'],
    ]);
  });

  it('is a call for each free slot, beside the look-ups', async () => {
    const { ledger, work, batches } = tracing();
    const captures = [a, { ...b, testId: '2' }, without(c, 'testId'), without({ ...c, id: 'd' }, 'testId')];
    for (const capture of captures) await ledger.add(capture);

    await work([], 26 * SECOND);

    const taken = batches.find((batch) => batch.includes('take')) ?? [];
    expect(taken.slice(0, 3).toSorted()).toEqual(['take', 'take', 'turn to look-up']);
    expect(taken.filter((name) => name === 'POST')).toHaveLength(2);
    expect(taken.filter((name) => name === 'look up')).toHaveLength(2);
  });

  it('is putting back all of a group', async () => {
    const { ledger, work, batches, answers } = tracing();
    for (const capture of [a, b, c]) await ledger.add(capture);
    answers.push({ outcome: 'limited', headers: {} });

    await work([], 26 * SECOND);

    const putBack = batches.map((batch) => batch.filter((name) => name.endsWith('pending')));
    expect(putBack.filter((batch) => batch.length > 0)).toEqual([['a pending', 'b pending', 'c pending']]);
  });

  it('is ending all that wait for too long', async () => {
    const { ledger, work, batches } = tracing();
    const served = { state: 'published', snapshot: aSnapshot(), announcedAt: NOW } as const;
    for (const capture of [a, b, c]) await ledger.add({ ...capture, receivedAt: NOW - 8 * 24 * 60 * MINUTE });
    await ledger.add(aCapture({ id: 'd', ...served }));

    await work([], SECOND);

    expect(batches[2]).toEqual(['a failed', 'b failed', 'c failed']);
  });
});
