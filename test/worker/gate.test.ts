import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const LIMITED: CallFailure = { outcome: 'limited', headers: { retryAfter: '30' } };
const LOST: CallFailure = { outcome: 'doubtful', detail: '502' };
const NOT_FOUND: CallFailure = { outcome: 'rejected', status: 404, detail: 'not found' };

/** Captures of `count` tests. The first one met a 429, so the gate was closed for half a minute and opens now. */
const atTheOpening = async (count: number, changes: Parameters<typeof aWorker>[0] = {}) => {
  const worker = aWorker(changes);
  const ids = Array.from({ length: count }, (_, index) => `${index}`.repeat(32));
  await worker.add(...ids.map((id) => aCapture({ id, testId: id.slice(0, 4) })));
  worker.world.snapshots.push(LIMITED, LIMITED, LIMITED, LIMITED, LIMITED);
  await worker.work();
  worker.world.posts.length = 0;
  worker.world.snapshots.length = 0;
  worker.world.now = NOW + 10 * MINUTE; // the slots are free again
  return { ...worker, ids };
};

const gateOf = async ({ slots }: Pick<ReturnType<typeof aWorker>, 'slots'>) => (await slots.read()).gate;

describe('worker: the gate opens again', () => {
  it('one call goes ahead, and the others follow once it came through', async () => {
    const opened = await atTheOpening(4);
    const { strikes } = await gateOf(opened);

    await opened.work();

    expect(strikes).toBe(1);
    expect(opened.world.posts).toHaveLength(4);
    expect(await gateOf(opened)).toMatchObject({ closedUntil: 0, strikes: 0 });
  });

  it('one call is made where it is refused again, and the gate closes for as long as the vendor says', async () => {
    const opened = await atTheOpening(4);
    opened.world.snapshots.push(LIMITED);

    await opened.work();

    expect(opened.world.posts).toHaveLength(1);
    expect(await gateOf(opened)).toMatchObject({ closedUntil: NOW + 10 * MINUTE + 30 * SECOND, strikes: 2 });
  });

  it('of two workers at one moment one goes ahead', async () => {
    const first = await atTheOpening(4);
    const second = aWorker({ ledger: first.ledger, slots: first.slots });
    second.world.now = first.world.now;
    first.world.snapshots.push(LIMITED);
    second.world.snapshots.push(LIMITED);

    await Promise.all([first.work(), second.work()]);

    expect([...first.world.posts, ...second.world.posts]).toHaveLength(1);
  });

  it('an answer about the capture opens it for the others', async () => {
    const opened = await atTheOpening(3);
    opened.world.snapshots.push(NOT_FOUND);

    await opened.work();

    expect(opened.world.posts).toHaveLength(3);
    expect(await gateOf(opened)).toMatchObject({ closedUntil: 0, strikes: 0 });
  });

  it('a lost answer lets one more go ahead alone', async () => {
    const opened = await atTheOpening(4);
    opened.world.snapshots.push(LOST, LIMITED);

    await opened.work();

    expect(opened.world.posts).toHaveLength(2);
    expect(await gateOf(opened)).toMatchObject({ strikes: 2 });
  });

  it('the one call is made again with a token that was rotated, on a slot of its own', async () => {
    const opened = await atTheOpening(1);
    opened.world.tokens.stored = ['rotated'];
    opened.world.snapshots.push({ outcome: 'unauthorized' });
    const { version = 0 } = (await opened.ledger.get(opened.ids[0] ?? '')) ?? {};

    await opened.work();

    expect(opened.world.posts.map(({ token }) => token)).toEqual(['token', 'rotated']);
    const claimedOnce = { version: version + 3 }; // claimed, created, published
    expect(await opened.ledger.get(opened.ids[0] ?? '')).toMatchObject(claimedOnce);
    expect(await opened.stateOf(opened.ids[0] ?? '')).toBe('published');
    expect(await gateOf(opened)).toMatchObject({ closedUntil: 0, strikes: 0 });
  });

  it('opens by itself where the one call’s worker died', async () => {
    const opened = await atTheOpening(2);
    opened.world.snapshots.push(new Error('died'));

    await opened.work();
    expect(opened.world.posts).toHaveLength(1);
    const { closedUntil, strikes } = await gateOf(opened);
    opened.world.now = closedUntil + 2 * SECOND; // the capture's lease has ended, too
    await opened.work();

    expect(strikes).toBe(1);
    expect(closedUntil).toBe(NOW + 11 * MINUTE);
    expect(opened.world.posts).toHaveLength(3);
  });

  it('a gate that cannot be opened is told, and opens by itself', async () => {
    const { slots } = aWorker();
    const openGate = async () => {
      throw new Error('throttled');
    };
    const opened = await atTheOpening(2, { slots: { ...slots, openGate } });

    await opened.work();

    expect(opened.world.posts).toHaveLength(1);
    expect(opened.world.logged).toContain('gate_not_opened');
    expect(opened.world.logged).not.toContain('capture_crashed');
    expect(await opened.stateOf(opened.ids[0] ?? '')).toBe('published');
  });
});

describe('worker: the gate opens again and only look-ups wait', () => {
  it('one is made where it is refused again', async () => {
    const worker = aWorker();
    const captures = ['a', 'b', 'c'].map((id) => {
      const { testId: _, ...capture } = aCapture({ id: id.repeat(32) });
      return capture;
    });
    await worker.add(...captures);
    worker.world.lookups.push(...captures.map(() => ({ outcome: 'unauthorized' }) as const));
    await worker.work();
    const closed = await gateOf(worker);
    worker.world.lookups.push({ outcome: 'unauthorized' });
    worker.world.now = closed.closedUntil;

    await worker.work();

    expect(worker.world.measured.filter(({ name }) => name === 'UpstreamUnauthorized')).toHaveLength(
      captures.length + 1,
    );
  });
});
