import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { aCapture, aFailed, aSnapshot, DAY, MINUTE, NOW, SECOND, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

/*
 * Lambda freezes calls that an invocation has under way when it ends, so every call has to end first, even the slowest.
 */

type Worker = ReturnType<typeof aWorker>;
type Call = (...given: never[]) => Promise<unknown>;

/** The dependencies of a worker, with each call noted. The calls named `slow` take longer than all others together. */
const noting = <Part extends object>(part: Part, called: Set<string>, underWay: Set<string>, slow: string): Part =>
  Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      typeof value === 'function' && name !== 'all'
        ? async (...given: never[]) => {
            called.add(name);
            underWay.add(name);
            if (name === slow) for (let turn = 0; turn < 60; turn += 1) await new Promise(setImmediate);
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all of these are calls
            return (value as Call)(...given).finally(() => underWay.delete(name));
          }
        : value,
    ]),
  ) as Part;

const run = async (captures: readonly Capture[], prepare: (worker: Worker) => unknown, slow: string) => {
  const plain = aWorker();
  const { deps, world } = plain;
  const [called, underWay] = [new Set<string>(), new Set<string>()];
  const noted = <Part extends object>(part: Part) => noting(part, called, underWay, slow);
  await plain.add(...captures);
  await prepare(plain);
  const { publish, sendWake } = noted({ publish: deps.publish, sendWake: deps.sendWake });
  const { work } = aWorker({
    ...deps,
    ledger: noted(deps.ledger),
    slots: noted(deps.slots),
    token: noted(deps.token),
    thousandEyes: noted(deps.thousandEyes),
    publish,
    sendWake,
  });
  await work([], world.now + 26 * SECOND - NOW);
  return { called, left: [...underWay] };
};

const group = ['a', 'b'].map((id, index) => aCapture({ id, receivedAt: NOW + index }));
const answered =
  (...answers: Worker['world']['snapshots']) =>
  ({ world }: Worker) =>
    world.snapshots.push(...answers);
const quarantined = { code: 'quarantined', detail: '' } as const;
const opening = ({ slots }: Worker) => slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 2 });

/** Lets time pass during one call of this name, chosen by its number. */
const passing = ({ deps, world }: Worker, name: 'take' | 'takeTurn', number: number, ms: number): void => {
  const { [name]: call } = deps.slots;
  let calls = 0;
  const passingCall = async (...given: never[]) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is called as it was
    const answer = await (call as Call)(...given);
    calls += 1;
    if (calls === number) world.now += ms;
    return answer;
  };
  Object.assign(deps.slots, { [name]: passingCall });
};

describe.each<{ what: string; captures: readonly Capture[]; prepare?: (worker: Worker) => unknown }>([
  { what: 'a snapshot', captures: group },
  { what: 'a snapshot at an opening of the gate', captures: group, prepare: opening },
  {
    what: 'a snapshot of a test that was in doubt and missing',
    captures: group,
    prepare: async ({ slots }) => {
      await slots.noteDoubt('74411/9');
      await slots.noteMissing('74411/3417721', NOW - 1, []);
    },
  },
  { what: 'a 429', captures: group, prepare: answered({ outcome: 'limited', headers: {} }) },
  { what: 'a lost answer', captures: group, prepare: answered({ outcome: 'doubtful', detail: '' }) },
  { what: 'a 404', captures: group, prepare: answered({ outcome: 'rejected', status: 404, detail: '' }) },
  { what: 'a refusal', captures: group, prepare: answered({ outcome: 'rejected', status: 400, detail: '' }) },
  {
    what: 'a token that was rotated',
    captures: group,
    prepare: ({ world }) => {
      world.tokens.stored = ['new'];
      world.snapshots.push({ outcome: 'unauthorized' });
    },
  },
  { what: 'a claim that took too long', captures: group, prepare: (worker) => passing(worker, 'take', 1, 6000) },
  {
    what: 'a second slot that took too long to get',
    captures: group,
    prepare: (worker) => {
      worker.world.tokens.stored = ['new'];
      worker.world.snapshots.push({ outcome: 'unauthorized' });
      passing(worker, 'take', 2, 6000);
    },
  },
  {
    what: 'a message whose turn is over',
    captures: [aCapture({ id: 'a', state: 'created', snapshot: aSnapshot() })],
    prepare: (worker) => passing(worker, 'takeTurn', 1, 501),
  },
  { what: 'no token', captures: group, prepare: ({ world }) => void world.tokens.cached.splice(0) },
  {
    what: 'a failure that is held',
    captures: [aFailed({ id: 'a', failure: quarantined })],
    prepare: ({ slots }) => slots.noteTold('quarantined', NOW - MINUTE, []),
  },
  { what: 'failures that are told together', captures: group.map(({ id }) => aFailed({ id, failure: quarantined })) },
  { what: 'overdue captures', captures: group.map((capture) => ({ ...capture, receivedAt: NOW - 8 * DAY })) },
  { what: 'a link', captures: [aCapture({ id: 'a', state: 'created', snapshot: aSnapshot() })] },
  {
    what: 'an abandoned capture',
    captures: [aCapture({ id: 'a', state: 'claimed', attempts: 9, leaseUntil: NOW - MINUTE })],
  },
  { what: 'an alert to look up', captures: [without(aCapture({ id: 'a' }), 'testId')] },
  {
    what: 'a test that is known to be missing',
    captures: group,
    prepare: ({ slots }) => slots.noteMissing('74411/3417721', NOW + MINUTE, []),
  },
  {
    what: 'an alert that is found at an opening of the gate',
    captures: [without(aCapture({ id: 'a' }), 'testId')],
    prepare: async (worker) => {
      worker.world.lookups.push({ outcome: 'found', testId: '77', alert: {} });
      worker.world.snapshots.push({ outcome: 'forbidden', detail: '' });
      await opening(worker);
    },
  },
  {
    what: 'an alert that is found when no time is left for more',
    captures: [without(aCapture({ id: 'a' }), 'testId')],
    prepare: ({ deps, world }) => {
      deps.thousandEyes.lookUpAlert = async () => {
        world.now += 2 * SECOND;
        return { outcome: 'found', testId: '77', alert: {} };
      };
    },
  },
  {
    what: 'a look-up whose token was rotated too late',
    captures: [without(aCapture({ id: 'a' }), 'testId')],
    prepare: ({ deps, world }) => {
      world.lookups.push({ outcome: 'unauthorized' });
      deps.token.refresh = async () => {
        world.now += 2 * SECOND;
        return ['new'];
      };
    },
  },
  {
    what: 'an alert that may not be seen',
    captures: [without(aCapture({ id: 'a' }), 'testId')],
    prepare: ({ world }) => void world.lookups.push({ outcome: 'forbidden', detail: '' }),
  },
  {
    what: 'a refusal of one whose group was refused so',
    captures: group.map((capture) => ({ ...capture, alone: true as const, refusal: '400' })),
    prepare: answered({ outcome: 'rejected', status: 400, detail: '', refusal: '400' }),
  },
  {
    what: 'a token that was rotated at an opening of the gate, and no second slot',
    captures: group,
    prepare: async (worker) => {
      for (const index of [1, 2, 3, 4]) await worker.slots.take({ index, releaseAt: 0 }, NOW, NOW + DAY);
      worker.world.tokens.stored = ['new'];
      worker.world.snapshots.push({ outcome: 'unauthorized' });
      await opening(worker);
    },
  },
  {
    what: 'an alert that is not found',
    captures: [without(aCapture({ id: 'a' }), 'testId')],
    prepare: ({ world }) => void world.lookups.push({ outcome: 'doubtful', detail: '' }),
  },
  {
    what: 'a wait',
    captures: group,
    prepare: ({ slots }) => slots.closeGate({ closedUntil: NOW + DAY, reason: 'unreachable', strikes: 1 }),
  },
])('worker: nothing is under way when it ends, $what', ({ captures, prepare = () => {} }) => {
  it('whichever call takes long', async () => {
    const { called } = await run(captures, prepare, '');
    const left: unknown[] = [];

    expect(called.size).toBeGreaterThan(2);
    for (const slow of called) left.push([slow, (await run(captures, prepare, slow)).left]);

    expect(left).toEqual([...called].map((slow) => [slow, []]));
  });
});
