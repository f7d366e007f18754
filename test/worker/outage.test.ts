import { describe, expect, it } from 'vitest';
import { testKeyOf } from '../../lib/captures/identity.ts';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { aCapture, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const LOST: CallFailure = { outcome: 'doubtful', detail: '502 Bad Gateway' };
const NOT_FOUND: CallFailure = { outcome: 'rejected', status: 404, detail: '404 Not Found' };
const refused = (refusal: string): CallFailure => ({ outcome: 'rejected', status: 400, detail: '400', refusal });

const idOf = (index: number): string => `${index}`.padStart(32, 'a');
/** Alerts of the tests 1 to `count`, in this order of arrival. */
const ofTests = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aCapture({ id: idOf(index + 1), testId: `${index + 1}`, receivedAt: NOW - 100 + index }),
  );

type Worker = ReturnType<typeof aWorker>;
const gateOf = async ({ slots }: Worker) => (await slots.read()).gate;
const postsOf = ({ world }: Worker) => world.posts.map(({ testId }) => testId);

describe('worker: ThousandEyes is in maintenance', () => {
  it.each([
    { headers: { retryAfter: '120' }, closedFor: 120 * SECOND },
    { headers: { retryAfter: '300' }, closedFor: 300 * SECOND },
    { headers: { retryAfter: '301' }, closedFor: 3750 }, // too long for a 503, credible for a 429
    { headers: {}, closedFor: 3750 },
  ])(
    'nothing is charged or marked, and it is asked again when it says, or soon: $headers',
    async ({ headers, closedFor }) => {
      const worker = aWorker();
      worker.world.snapshots.push({ outcome: 'unavailable', headers, detail: '503' });
      const capture = aCapture();
      await worker.add(capture);

      await worker.work([], 26 * SECOND); // no time left for a second call

      expect(await worker.ledger.get(capture.id)).toEqual({ ...capture, version: 3, triedAt: NOW });
      expect(await gateOf(worker)).toMatchObject({ reason: 'unavailable', closedUntil: NOW + closedFor });
    },
  );
});

describe('worker: the address of the API is a wrong one', () => {
  it('closes the gate and says so, and no capture fails', async () => {
    const worker = aWorker();
    worker.world.snapshots.push({ outcome: 'redirected', detail: '301' });
    const capture = aCapture();
    await worker.add(capture);

    await worker.work();

    expect(await worker.ledger.get(capture.id)).toEqual({ ...capture, version: 3, triedAt: NOW });
    expect(await gateOf(worker)).toMatchObject({ reason: 'redirected' });
    expect(worker.world.measured).toContainEqual({ name: 'UpstreamRedirected', value: 1 });
  });
});

describe('worker: one test is broken', () => {
  it('closes nothing, and the others are served', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(LOST);
    await worker.add(...ofTests(3));

    await worker.work();

    expect(await gateOf(worker)).toMatchObject({ closedUntil: 0 });
    expect(await worker.ledger.get(idOf(1))).toMatchObject({ state: 'pending', attempts: 1, possibleDuplicate: true });
    expect(await Promise.all([2, 3].map((test) => worker.stateOf(idOf(test))))).toEqual(['published', 'published']);
  });

  it('what arrives of it meanwhile waits for its next try, which is one call for all of them', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(LOST);
    await worker.add(aCapture({ id: idOf(1) }));
    await worker.work();
    await worker.add(aCapture({ id: idOf(2), receivedAt: NOW + SECOND }));

    await worker.work([idOf(2)]);
    expect(worker.world.posts).toHaveLength(1);
    worker.world.now += 20 * SECOND;
    await worker.work();

    expect(worker.world.posts).toHaveLength(2);
    expect(worker.world.published.map(({ event }) => event.alerts.length)).toEqual([2]);
  });

  it('for ever is eight calls over four hours, then one notice that says so', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(...Array.from({ length: 20 }, () => LOST));
    await worker.add(...[1, 2, 3].map((index) => aCapture({ id: idOf(index) })));

    for (let minute = 0; minute < 300; minute += 1) {
      await worker.work();
      worker.world.now += MINUTE;
    }

    expect(worker.world.posts).toHaveLength(8);
    const events = worker.world.published.map(({ event }) => event);
    expect(events).toMatchObject([{ status: 'failed', error: { code: 'attempts_exhausted' } }]);
    expect(events[0]?.error?.detail).toBe('502 Bad Gateway; tried 8 times since 2026-03-02T10:00:00.000Z');
    expect(events[0]?.alerts).toHaveLength(3);
  });
});

describe('worker: three tests are broken', () => {
  const inAnOutage = async () => {
    const worker = aWorker();
    worker.world.snapshots.push(LOST, LOST, LOST);
    await worker.add(...ofTests(3));
    await worker.work([], 26 * SECOND);
    return worker;
  };

  it('is an outage: the gate closes, and the third is not charged', async () => {
    const worker = await inAnOutage();

    expect(await gateOf(worker)).toMatchObject({ reason: 'failing', strikes: 1 });
    const captures = worker.ledger.all();
    expect(captures.map(({ attempts }) => attempts).toSorted()).toEqual([0, 1, 1]);
    expect(captures.every(({ possibleDuplicate }) => possibleDuplicate)).toBe(true);
  });

  it('a test that has not met it is asked first, one call at each opening, and a link opens the gate', async () => {
    const worker = await inAnOutage();
    const other = aCapture({ id: idOf(9), testId: '9', severity: 'info', receivedAt: NOW + SECOND });
    await worker.add(other);
    worker.world.now += 10 * MINUTE;
    worker.world.snapshots.push(LOST);

    await worker.work([], 26 * SECOND);
    const again = await gateOf(worker);
    worker.world.now += 10 * MINUTE;
    await worker.work();

    expect(again).toMatchObject({ reason: 'failing', strikes: 2 });
    expect(postsOf(worker).slice(3, 4)).toEqual(['9']);
    expect(worker.ledger.all().map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'published'));
    expect(await gateOf(worker)).toMatchObject({ closedUntil: 0, strikes: 0 });
    expect(await gateOf(worker)).not.toHaveProperty('doubts');
  });

  it('with a snapshot between, it is none', async () => {
    const worker = aWorker();
    await worker.add(...ofTests(2));
    worker.world.snapshots.push(LOST, LOST);
    await worker.work([], 26 * SECOND);
    worker.world.now += SECOND;
    await worker.add(aCapture({ id: idOf(7), testId: '7' }));
    await worker.work([], 26 * SECOND);
    await worker.add(aCapture({ id: idOf(8), testId: '8', receivedAt: NOW + SECOND }));
    worker.world.snapshots.push(LOST);
    await worker.work([], 26 * SECOND);

    expect(await gateOf(worker)).toMatchObject({ closedUntil: 0, doubts: ['74411/8'] });
  });
});

describe('worker: an outage that a hundred tests have met', () => {
  it('is one for the next test too, which is not remembered: an item has its bound', async () => {
    const worker = aWorker();
    const known = Array.from({ length: 100 }, (_, index) => `74411/${1000 + index}`);
    for (const testKey of known) await worker.slots.noteDoubt(testKey);
    worker.world.snapshots.push(LOST);
    const capture = aCapture();
    await worker.add(capture);

    await worker.work([], 26 * SECOND);

    const gate = await gateOf(worker);
    expect(gate).toMatchObject({ reason: 'failing' });
    expect(gate.doubts?.toSorted()).toEqual(known.toSorted());
    expect(await worker.ledger.get(capture.id)).toMatchObject({ state: 'pending', attempts: 0 });
  });
});

describe('worker: a test that is gone', () => {
  const afterA404 = async () => {
    const worker = aWorker();
    worker.world.snapshots.push(NOT_FOUND);
    await worker.add(aCapture({ id: idOf(1) }));
    await worker.work();
    worker.world.now += MINUTE;
    return worker;
  };

  it('costs the next alerts of it no slot, and one notice', async () => {
    const worker = await afterA404();
    await worker.add(...[2, 3].map((index) => aCapture({ id: idOf(index), receivedAt: worker.world.now })));

    await worker.work();

    expect(worker.world.posts).toHaveLength(1);
    expect(worker.world.published.map(({ event }) => [event.error?.code, event.alerts.length])).toEqual([
      ['test_not_found', 1],
      ['test_not_found', 2],
    ]);
  });

  it.each([
    { name: 'by hand', capture: aCapture({ id: idOf(2), reason: 'manual' }), after: MINUTE },
    { name: 'an alert that is sent again', capture: aCapture({ id: idOf(2), sentAgainAt: NOW }), after: MINUTE },
    { name: 'after a quarter of an hour', capture: aCapture({ id: idOf(2) }), after: 15 * MINUTE },
    { name: 'another test', capture: aCapture({ id: idOf(2), testId: '2' }), after: MINUTE },
  ])('is tried all the same: $name', async ({ capture, after }) => {
    const worker = await afterA404();
    worker.world.now += after;
    await worker.add(capture);

    await worker.work();

    expect(worker.world.posts).toHaveLength(2);
  });

  it('of which an earlier call may have created one says so in the notice for all', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(NOT_FOUND);
    await worker.add(
      aCapture({ id: idOf(1) }),
      aCapture({ id: idOf(2), receivedAt: NOW + 1, possibleDuplicate: true }),
    );

    await worker.work();

    expect(worker.world.published.map(({ event }) => [event.alerts.length, event.possibleDuplicate])).toEqual([
      [2, true],
    ]);
    expect(worker.ledger.all().every(({ possibleDuplicate }) => possibleDuplicate)).toBe(true);
  });

  it('is remembered where fifty are that nobody believes any more: they are forgotten for it', async () => {
    const worker = aWorker();
    for (let test = 1000; test < 1050; test += 1) await worker.slots.noteMissing(`-/${test}`, NOW - 1, []);
    worker.world.snapshots.push(NOT_FOUND);
    const capture = aCapture({ id: idOf(1) });
    await worker.add(capture);

    await worker.work();

    expect(Object.keys((await gateOf(worker)).missing ?? {})).toEqual([testKeyOf(capture)]);
  });

  it('is counted, so that three of them can raise an alarm', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(NOT_FOUND, NOT_FOUND);
    await worker.add(...ofTests(1));
    await worker.work();
    await worker.add(aCapture({ id: idOf(2), testId: '2' }));
    await worker.work();

    const counted = worker.world.measured.filter(({ name }) => name === 'UpstreamTestsMissing');
    expect(counted.map(({ value }) => value)).toEqual([1, 2]);
  });

  it('is counted once where it is asked for again, by hand', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(NOT_FOUND, NOT_FOUND);
    await worker.add(aCapture({ id: idOf(1) }));
    await worker.work();
    await worker.add(aCapture({ id: idOf(2), reason: 'manual' }));

    await worker.work();

    const counted = worker.world.measured.filter(({ name }) => name === 'UpstreamTestsMissing');
    expect(counted.map(({ value }) => value)).toEqual([1, 1]);
  });
});

describe('worker: a test that was gone and is there again', () => {
  it('is captured for its next alert, once a snapshot of it was made by hand', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(NOT_FOUND);
    await worker.add(aCapture({ id: idOf(1) }));
    await worker.work();
    worker.world.now += MINUTE;
    await worker.add(aCapture({ id: idOf(2), reason: 'manual', receivedAt: worker.world.now }));
    await worker.work();
    worker.world.now += SECOND;
    await worker.add(aCapture({ id: idOf(3), receivedAt: worker.world.now }));

    await worker.work();

    expect(await Promise.all([2, 3].map((index) => worker.stateOf(idOf(index))))).toEqual(['published', 'published']);
  });
});

describe('worker: captures of a broken test that no one window covers', () => {
  it('wait together all the same: the latest failure says when', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(...Array.from({ length: 20 }, () => LOST));
    await worker.add(aCapture({ id: idOf(1) }));
    await worker.work([], 26 * SECOND);
    await worker.add(
      aCapture({
        id: idOf(2),
        reason: 'manual',
        startDate: '2026-02-20T08:00:00Z',
        endDate: '2026-02-20T10:00:00Z',
      }),
    );

    for (let round = 0; round < 4; round += 1) {
      worker.world.now += 2 * SECOND;
      await worker.work([], 26 * SECOND);
    }
    const soon = worker.world.posts.length;
    worker.world.now += 10 * SECOND;
    await worker.work([], 26 * SECOND);
    await worker.work([], 26 * SECOND);

    expect([soon, worker.world.posts.length]).toEqual([1, 2]);
  });
});

describe('worker: a look-up while snapshots fail', () => {
  it.each([
    { name: 'that finds an alert without a test', answer: { outcome: 'found', alert: {} } },
    { name: 'that finds nothing', answer: NOT_FOUND },
  ] as const)('opens nothing for them: $name', async ({ answer }) => {
    const worker = aWorker();
    for (const test of ['1', '2', '3']) await worker.slots.noteDoubt(test);
    await worker.slots.closeGate({ closedUntil: NOW - 1, reason: 'failing', strikes: 5 });
    worker.world.lookups.push(answer);
    const { testId: _, ...nameless } = aCapture({ id: idOf(9) });
    await worker.add(nameless);

    await worker.work([], 26 * SECOND);

    expect(await gateOf(worker)).toMatchObject({ strikes: 5 });
  });
});

describe('worker: a request for a group is refused', () => {
  const group = Array.from({ length: 51 }, (_, index) => aCapture({ id: idOf(index), receivedAt: NOW - 60 + index }));
  const workUntilDone = async (worker: Worker) => {
    await worker.add(...group);
    for (let turn = 0; turn < 80; turn += 1) {
      await worker.work();
      worker.world.now += 400 * SECOND;
    }
  };

  it('and its leader’s alone in the same way: two calls and one notice', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(refused('400 test'), refused('400 test'));

    await workUntilDone(worker);

    expect(worker.world.posts).toHaveLength(2);
    expect(worker.world.published.map(({ event }) => [event.status, event.alerts.length])).toEqual([['failed', 51]]);
  });

  it('and its leader’s alone is not: the group’s range was to blame, and the others get theirs', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(refused('400 range'));

    await workUntilDone(worker);

    expect(worker.ledger.all().every(({ state }) => state === 'published')).toBe(true);
  });

  it('and its leader’s alone in another way: that one fails, and the others are tried', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(refused('400 range'), refused('400 name'));

    await workUntilDone(worker);

    const states = worker.ledger.all().map(({ state }) => state);
    expect(states.filter((state) => state === 'failed')).toHaveLength(1);
    expect(states.filter((state) => state === 'published')).toHaveLength(50);
  });

  it('and the leader’s alone again: it ends with those whose group was refused so, and the rest are tried', async () => {
    const worker = aWorker();
    worker.world.snapshots.push(refused('400 name'));
    const alone = (index: number, refusal: string) =>
      aCapture({ id: idOf(index), receivedAt: NOW - 60 + index, alone: true, refusal });
    await worker.add(alone(1, '400 name'), alone(2, '400 range'), alone(3, '400 name'));

    await worker.work();

    expect(worker.world.posts).toHaveLength(2);
    expect(worker.world.published.map(({ event }) => [event.status, event.captureIds])).toEqual([
      ['failed', [idOf(1), idOf(3)]],
      ['created', [idOf(2)]],
    ]);
  });
});
