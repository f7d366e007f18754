import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { createClock, seededRandom } from '../test/simulation/clock.ts';
import { createQueue } from '../test/simulation/queue.ts';
import { createUpstream, type Upstream } from '../test/simulation/upstream.ts';
import { type Scenario, START } from '../test/simulation/world.ts';
import type { Figures } from './figures.ts';

/*
 * What is usually written instead, in a few lines each, on the same virtual clock, queue and upstream: every alert is
 * an SQS message, and a message that fails comes back after its visibility timeout until the dead-letter queue takes it.
 */

const HORIZON_MS = 200 * 3_600_000;

/** SQS delays a message by this at most. */
const MAX_DELAY_MS = 900_000;

interface BaselineWorld {
  readonly upstream: Upstream;
  readonly sleep: (ms: number) => Promise<void>;
  /** Sends the message again with a delay, as often as the wait takes, an invocation each. */
  readonly sendAgainIn: (ms: number) => Promise<void>;
  readonly now: () => number;
}

type Handle = (world: BaselineWorld, testId: string) => Promise<void>;

/** POSTs, and on anything but 201 backs off and tries again, three times in the invocation. */
export const callAndRetry =
  (): Handle =>
  async ({ upstream, sleep }, testId) => {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await upstream.createSnapshot('token', { testId, displayName: '', startDate: '', endDate: '' });
      if (answer.outcome === 'created') return;
      if (attempt === 2) throw new Error(answer.outcome);
      await sleep(1000 * 2 ** attempt);
    }
  };

/** Counts calls in a window that starts at whole periods, and fails the message where the window is full. */
export const fixedWindowCounter = ({ limit, periodMs }: Scenario): Handle => {
  const counts = new Map<number, number>();
  return async ({ upstream, now }, testId) => {
    const window = Math.floor(now() / periodMs);
    const count = (counts.get(window) ?? 0) + 1;
    if (count > limit) throw new Error('no slot');
    counts.set(window, count);
    const answer = await upstream.createSnapshot('token', { testId, displayName: '', startDate: '', endDate: '' });
    if (answer.outcome !== 'created') throw new Error(answer.outcome);
  };
};

/**
 * The competent simple way: each message books the next free one of the slots when it first comes, in one item of DynamoDB,
 * and sends itself again with a delay until then. It loses nothing to waiting; it knows no order, and merges nothing.
 */
export const bookedSlots = ({ limit, periodMs }: Scenario, timeoutMs = 20_000, tries = 4): Handle => {
  const bookedUntil = Array.from({ length: limit }, () => 0);
  return async ({ upstream, sendAgainIn, now }, testId) => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const slot = bookedUntil.indexOf(Math.min(...bookedUntil));
      const at = Math.max(now(), bookedUntil[slot] ?? 0);
      bookedUntil[slot] = at + periodMs + timeoutMs + 1000; // it cannot know when in the timeout the call is counted
      await sendAgainIn(at - now());
      const answer = await upstream.createSnapshot('token', { testId, displayName: '', startDate: '', endDate: '' });
      if (answer.outcome === 'created') return;
    }
    throw new Error('failed at every try');
  };
};

/** Runs a baseline through a scenario. A message fails on its own, as with partial batch responses. */
export const runBaseline = async (scenario: Scenario, handle: Handle): Promise<Figures> => {
  const random = seededRandom(scenario.seed);
  const { wake } = readDeployment().queues;
  const clock = createClock(START);
  const upstream = createUpstream({ ...scenario, clock, random, kind: scenario.limiter, timeoutMs: 20_000 });
  const waits: { severity: string; ms: number }[] = [];
  let sentAgain = 0;
  const sendAgainIn = (ms: number): Promise<void> => {
    sentAgain += Math.ceil(ms / MAX_DELAY_MS);
    return clock.sleep(ms);
  };
  const world = { upstream, sleep: clock.sleep, sendAgainIn, now: clock.now };
  const queues = scenario.alerts.map((alert) => {
    const queue = createQueue({
      clock,
      random,
      visibilityMs: wake.visibilityTimeoutSeconds * 1000,
      maxReceives: wake.maxReceiveCount,
      batchSize: 1,
      concurrency: 1,
      doubled: 0,
      invoke: async () => {
        await handle(world, String(alert.testId));
        waits.push({ severity: alert.severity, ms: clock.now() - START });
      },
    });
    queue.send({}, 0);
    return queue;
  });
  const lost = () => queues.filter(({ dead }) => dead.length > 0).length;
  await clock.run(() => waits.length + lost() === scenario.alerts.length, START + HORIZON_MS);

  const invocations = sentAgain + queues.reduce((sum, queue) => sum + queue.invocations(), 0);
  return {
    makespanMs: Math.max(0, ...waits.map(({ ms }) => ms)),
    refused: upstream.calls.filter(({ refused }) => refused).length,
    lost: lost(),
    snapshots: upstream.calls.filter(({ link }) => link !== undefined).length,
    done: waits.length,
    invocations,
    dynamoRequests: Number.NaN,
    sqsRequests: invocations * 2 + scenario.alerts.length,
    waits,
  };
};
