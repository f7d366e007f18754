import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { createClock, seededRandom } from '../test/simulation/clock.ts';
import { createQueue } from '../test/simulation/queue.ts';
import { createUpstream, type Upstream } from '../test/simulation/upstream.ts';
import { type Scenario, START } from '../test/simulation/world.ts';
import type { Figures } from './figures.ts';

/*
 * Simpler designs to compare with, on the same virtual clock, queue and upstream. Every alert is an SQS message. A
 * message that fails comes back after its visibility timeout, until SQS moves it to the dead-letter queue.
 */

const HORIZON_MS = 200 * 3_600_000;

/** SQS delays a message by this at most. */
const MAX_DELAY_MS = 900_000;

interface BaselineWorld {
  readonly upstream: Upstream;
  readonly sleep: (ms: number) => Promise<void>;
  /** Sends the message again with a delay. A wait longer than the longest delay takes several messages. */
  readonly sendAgainIn: (ms: number) => Promise<void>;
  readonly now: () => number;
}

type Handle = (world: BaselineWorld, testId: string) => Promise<void>;

/** Makes up to three POSTs in one invocation, with a growing delay after every answer but 201. */
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

/** Counts the calls in windows of one period each, and fails the message if its window is full. */
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
 * The competent simple design: each message books the next free slot when it first arrives, in one DynamoDB item, and
 * then sends itself again with a delay until its slot is free. No message is lost by waiting, but the design has no
 * priorities, and merges nothing.
 */
export const bookedSlots = ({ limit, periodMs }: Scenario, timeoutMs = 20_000, tries = 4): Handle => {
  const bookedUntil = Array.from({ length: limit }, () => 0);
  return async ({ upstream, sendAgainIn, now }, testId) => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const slot = bookedUntil.indexOf(Math.min(...bookedUntil));
      const at = Math.max(now(), bookedUntil[slot] ?? 0);
      bookedUntil[slot] = at + periodMs + timeoutMs + 1000; // the call may count at any moment of its timeout
      await sendAgainIn(at - now());
      const answer = await upstream.createSnapshot('token', { testId, displayName: '', startDate: '', endDate: '' });
      if (answer.outcome === 'created') return;
    }
    throw new Error('failed at every try');
  };
};

/** Runs a baseline through a scenario. Each message fails alone, as with partial batch responses. */
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
