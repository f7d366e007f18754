import { describe, expect, it } from 'vitest';
import type { Slots } from '../../lib/ledger/slots.ts';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const LOST: CallFailure = { outcome: 'doubtful', detail: '502' };
const NOT_FOUND: CallFailure = { outcome: 'rejected', status: 404, detail: '404' };
const REFUSED: CallFailure = { outcome: 'rejected', status: 400, detail: 'a detail', refusal: '400 test' };

/** A worker, with its writes to the gate's memory of tests. */
const aNotingWorker = () => {
  const base = createMemorySlots(5);
  const noted: unknown[] = [];
  const noting =
    <Arguments extends unknown[], Result>(name: string, write: (...given: Arguments) => Promise<Result>) =>
    (...given: Arguments) => {
      noted.push([name, ...given]);
      return write(...given);
    };
  const slots: Slots = {
    ...base,
    noteDoubt: noting('doubt', base.noteDoubt),
    clearDoubts: noting('no doubts', base.clearDoubts),
    noteMissing: noting('missing', base.noteMissing),
    forgetMissing: noting('not missing', base.forgetMissing),
  };
  return { ...aWorker({ slots }), base, noted };
};

describe('worker: a snapshot was created', () => {
  it('forgets nothing where nothing was noted: a write for each snapshot would be one too many', async () => {
    const { noted, add, work } = aNotingWorker();
    await add(aCapture());

    await work();

    expect(noted).toEqual([]);
  });

  it('forgets the tests in doubt, and that this test was missing, and no other', async () => {
    const { base, noted, add, work } = aNotingWorker();
    await base.noteDoubt('74411/9');
    await base.noteMissing('74411/3417721', NOW - 1, []);
    await base.noteMissing('74411/8', NOW + MINUTE, []);
    await add(aCapture());

    await work();

    expect(noted).toEqual([['no doubts'], ['not missing', '74411/3417721']]);
    expect((await base.read()).gate).toMatchObject({ missing: { '74411/8': NOW + MINUTE } });
  });
});

describe('worker: a lost answer', () => {
  it('is noted for its test', async () => {
    const { world, noted, add, work } = aNotingWorker();
    world.snapshots.push(LOST);
    await add(aCapture());

    await work([], 26 * SECOND);

    expect(noted).toEqual([['doubt', '74411/3417721']]);
  });

  it.each([
    { met: 99, times: 1 },
    { met: 100, times: 0 },
  ])('is noted where fewer than a hundred tests have met one, and is an outage all the same: $met', async (row) => {
    const { world, base, noted, add, work } = aNotingWorker();
    for (let test = 0; test < row.met; test += 1) await base.noteDoubt(`${test}`);
    world.snapshots.push(LOST);
    await add(aCapture());

    await work([], 26 * SECOND);

    expect(noted).toHaveLength(row.times);
    expect((await base.read()).gate).toMatchObject({ reason: 'failing' });
  });

  it('is none where the request was refused, or the window too fresh', async () => {
    const { world, noted, add, work } = aNotingWorker();
    world.snapshots.push({ outcome: 'rejected', status: 400, detail: 'endDate is in the future' });
    await add(aCapture());

    await work([], 26 * SECOND);

    expect(noted).toEqual([]);
  });
});

describe('worker: a test that ThousandEyes does not know', () => {
  it('is believed to be missing for a quarter of an hour; those whose time is over are forgotten with it', async () => {
    const { world, base, noted, add, work } = aNotingWorker();
    await base.noteMissing('74411/1', NOW, []);
    await base.noteMissing('74411/2', NOW + 1, []);
    await base.noteMissing('74411/3417721', NOW - 1, []);
    world.snapshots.push(NOT_FOUND);
    await add(aCapture({ receivedAt: NOW - 3 * MINUTE }));

    await work();

    expect(noted).toEqual([['missing', '74411/3417721', NOW + 15 * MINUTE, ['74411/1']]]);
    expect(world.measured).toContainEqual({ name: 'UpstreamTestsMissing', value: 2 });
  });

  it.each([
    { believed: 49, times: 1 },
    { believed: 50, times: 0 },
  ])('is noted where fewer than fifty are: $believed', async ({ believed, times }) => {
    const { world, base, noted, add, work } = aNotingWorker();
    for (let test = 0; test < believed; test += 1) await base.noteMissing(`${test}`, NOW + MINUTE, []);
    world.snapshots.push(NOT_FOUND);
    await add(aCapture());

    await work();

    expect(noted).toHaveLength(times);
    expect(world.measured).toContainEqual({ name: 'UpstreamTestsMissing', value: believed + 1 });
  });

  it('is not what another refusal says', async () => {
    const { world, noted, add, work } = aNotingWorker();
    world.snapshots.push({ outcome: 'forbidden', detail: '403' });
    await add(aCapture());

    await work();

    expect(noted).toEqual([]);
    expect(world.published[0]?.event.error?.code).toBe('forbidden');
  });
});

describe('worker: a 400 that is about the end of the window', () => {
  const future: CallFailure = { outcome: 'rejected', status: 400, detail: 'endDate is in the future' };

  it.each([
    { ago: MINUTE - 1, state: 'pending' },
    { ago: MINUTE, state: 'failed' },
  ])('is believed where the window ended a minute ago: $ago ms, $state', async ({ ago, state }) => {
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push(future);
    await add(aCapture({ id: 'a', receivedAt: NOW - MINUTE }));
    world.now = NOW - MINUTE + ago;

    await work([], 26 * SECOND);

    expect(await stateOf('a')).toBe(state);
  });

  it('is of the window that ended last, where several captures share the call', async () => {
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push(future);
    await add(aCapture({ id: 'a', receivedAt: NOW - 5 * MINUTE }), aCapture({ id: 'b', receivedAt: NOW }));

    await work([], 26 * SECOND);

    expect([await stateOf('a'), await stateOf('b')]).toEqual(['pending', 'pending']);
    expect(world.published).toEqual([]);
  });
});

describe('worker: a group is refused, and its leader alone in the same way', () => {
  const refusedGroup = () => [
    aCapture({ id: 'a', receivedAt: NOW - 3, alone: true, refusal: '400 test' }),
    aCapture({ id: 'b', receivedAt: NOW - 2, alone: true, refusal: '400 test' }),
  ];

  it('ends those that were refused with it, and nobody else', async () => {
    // With one slot, all others still wait when the leader's answer arrives.
    const { world, add, work, ledger } = aWorker({ slots: createMemorySlots(1) });
    world.snapshots.push(REFUSED);
    await add(
      ...refusedGroup(),
      aCapture({ id: 'another refusal', receivedAt: NOW - 1, alone: true, refusal: '400 name' }),
      aCapture({ id: 'another test', testId: '9', receivedAt: NOW - 1, alone: true, refusal: '400 test' }),
      aCapture({ id: 'a new alert', receivedAt: NOW }),
    );

    await work([], 26 * SECOND);

    const [notice, ...others] = world.published.filter(({ event }) => event.status === 'failed');
    expect(notice?.event).toMatchObject({ captureIds: ['a', 'b'], error: { code: 'rejected', detail: 'a detail' } });
    expect(others).toEqual([]);
    for (const id of ['another refusal', 'another test', 'a new alert']) {
      expect(await ledger.get(id)).not.toMatchObject({ state: 'failed' });
    }
  });

  it('ends those that no page of the open ones shows, too', async () => {
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push(REFUSED);
    const [leader, other] = refusedGroup();
    const between = Array.from({ length: 90 }, (_, index) =>
      aCapture({ id: `n${index}`, testId: `${index}`, receivedAt: NOW - 3, severity: 'critical' }),
    );
    if (!leader || !other) throw new Error('two were made');
    const heads = Array.from({ length: 3 }, (_, index) =>
      aCapture({ id: `h${index}`, testId: `h${index}`, receivedAt: NOW - 3, severity: 'info' }),
    );
    const shown = [{ ...leader, severity: 'critical' as const, receivedAt: NOW - 4 }, ...between, ...heads];
    await add(...shown, { ...other, severity: 'info' });

    await work([], 26 * SECOND);

    expect([await stateOf('a'), await stateOf('b')]).toEqual(['failed', 'failed']);
  });

  it('ends those that another worker has put back meanwhile, too', async () => {
    const [leader, other] = refusedGroup();
    const { world, add, work, stateOf }: ReturnType<typeof aWorker> = aWorker({
      thousandEyes: {
        createSnapshot: async () => {
          if (other) await add(other);
          return REFUSED;
        },
        lookUpAlert: async () => ({ outcome: 'found', alert: {} }),
      },
    });
    if (leader) await add(leader);

    await work([], 26 * SECOND);

    expect([await stateOf('a'), await stateOf('b')]).toEqual(['failed', 'failed']);
    expect(world.published[0]?.event.captureIds).toEqual(['a', 'b']);
  });

  it('ends as many with it as one message can tell of', async () => {
    const { world, add, work, ledger } = aWorker();
    world.snapshots.push(REFUSED);
    await add(
      ...Array.from({ length: 60 }, (_, index) => aCapture({ id: `${100 + index}`, alone: true, refusal: '400 test' })),
    );

    await work([], 26 * SECOND);

    expect(world.published[0]?.event.captureIds).toHaveLength(51);
    expect(ledger.all().filter(({ state }) => state === 'failed')).toHaveLength(51);
  });

  it('ends nobody else where it is refused in another way', async () => {
    const { world, add, work, stateOf } = aWorker();
    world.snapshots.push({ ...REFUSED, refusal: '400 range' });
    await add(...refusedGroup());

    await work([], 26 * SECOND);

    expect(world.published[0]?.event).toMatchObject({ captureIds: ['a'], status: 'failed' });
    expect(await stateOf('b')).not.toBe('failed');
  });
});
