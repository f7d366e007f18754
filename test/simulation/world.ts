import { createWebhook } from '../../lib/intake/webhook.ts';
import { createPublish } from '../../lib/notify/publish.ts';
import { createWorkerHandler } from '../../lib/worker/worker.ts';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import type { Log } from '../../lib/runtime/log.ts';
import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { captureOf, eventOf, type SimulatedAlert, type SimulatedRequest } from './arrivals.ts';
import { createClock, seededRandom } from './clock.ts';
import { createFaults, type FaultPlan, type Faults } from './faults.ts';
import { createFreezes, hasFrozen, isFrozen, leftUnderWay } from './freezes.ts';
import { type IndexTrouble, NO_INDEX_TROUBLE, withIndexTrouble } from './index-trouble.ts';
import { createMemoryBaselines } from './memory-baselines.ts';
import { createMemoryLedger } from './memory-ledger.ts';
import { createMemorySlots } from './memory-slots.ts';
import { newProcess, type Process } from './process.ts';
import { type Publication, watchPublications } from './publications.ts';
import { createQueue } from './queue.ts';
import { createSandboxes } from './sandboxes.ts';
import { createMemoryTopic } from './topic.ts';
import { createToken, type Rotation } from './token.ts';
import { type AnswerPlan, createUpstream, type LimiterKind, type UpstreamOptions } from './upstream.ts';

const { functions, eventSource, queues, watchdog } = readDeployment();
const WEBHOOK_TIMEOUT_MS = functions.webhook.timeoutSeconds * 1000;
const WORKER_TIMEOUT_MS = functions.worker.timeoutSeconds * 1000;

/** Monday, 2026-03-02, 10:00:00 UTC. */
export const START = Date.UTC(2026, 2, 2, 10);

export interface Scenario {
  readonly seed: number;
  readonly alerts: readonly SimulatedAlert[];
  readonly requests: readonly SimulatedRequest[];
  readonly limiter: LimiterKind;
  readonly headers: UpstreamOptions['headers'];
  readonly refusedCallsCount: boolean;
  readonly endpointTest?: UpstreamOptions['endpointTest'];
  readonly badGateway: number;
  readonly slow: number;
  readonly answers: AnswerPlan;
  /** Absent if the API token stays the same. */
  readonly rotation?: Rotation | undefined;
  /** When other users of the organization create a snapshot, in milliseconds after the start. */
  readonly othersAt: readonly number[];
  /** GROUP_SAME_TEST_MINUTES in milliseconds. */
  readonly groupMs: number;
  readonly limit: number;
  readonly periodMs: number;
  readonly concurrency: number;
  readonly indexLagMs: number;
  readonly indexTrouble: IndexTrouble;
  /** The length of a freeze; absent for one second to twenty minutes. */
  readonly freezeMs?: number;
  /** The workers' clocks differ from the true time by up to half of this. */
  readonly clockSkewMs: number;
  readonly doubledWakes: number;
  readonly lostWakes: number;
}

export const CALM: Scenario = {
  seed: 1,
  alerts: [],
  requests: [],
  limiter: 'sliding',
  headers: 'reset',
  refusedCallsCount: true,
  badGateway: 0,
  slow: 0,
  answers: () => undefined,
  othersAt: [],
  groupMs: 0,
  limit: 5,
  periodMs: 300_000,
  concurrency: eventSource.maximumConcurrency,
  indexLagMs: 0,
  indexTrouble: NO_INDEX_TROUBLE,
  clockSkewMs: 0,
  doubledWakes: 0,
  lostWakes: 0,
};

const TIMEOUT_MS = 20_000;
const SENDER_REPEATS_EVERY_MS = 300_000;
const SENDER_TRIES = 13;

const PAGE_READS = new Set(['ledger.openKeys', 'ledger.idsOfTest']);

/**
 * The answer for a process that was frozen past the call's timeout: the timeout ends the call before it is written to
 * the connection.
 */
const TIMED_OUT = Promise.resolve({ outcome: 'doubtful', detail: 'TimeoutError' } as const);

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The whole system on a virtual clock: the real handlers and `lib/`, doubles around them, and faults at every await.
 */
export const createWorld = (scenario: Scenario, plan: FaultPlan = () => undefined, log: Log = silent) => {
  const random = seededRandom(scenario.seed);
  const clock = createClock(START);
  const ledger = createMemoryLedger(clock.now, () => random() * scenario.indexLagMs);
  const { all: _all, openCount: _openCount, ...ledgerOnly } = ledger;
  const indexed = withIndexTrouble(ledgerOnly, { now: clock.now, random, trouble: scenario.indexTrouble });
  const slots = createMemorySlots(scenario.limit, ledger.getAll);
  const baselines = createMemoryBaselines(ledger.getAll);
  const apiToken = createToken({ clock, random, rotation: scenario.rotation });
  const sandboxes = createSandboxes(apiToken.fetch, clock.now);
  const upstream = createUpstream({
    ...scenario,
    answers: (call) => apiToken.refusalOf(call.token) ?? scenario.answers(call),
    clock,
    random,
    kind: scenario.limiter,
    timeoutMs: TIMEOUT_MS,
  });
  const freezes = createFreezes(clock, random, scenario.freezeMs);
  const faults: Faults = createFaults({ clock, freezes, latencyMs: () => 2 + random() * 10, plan });
  const { client } = createMemoryTopic();
  const publishTo = createPublish({ client, topicArn: 'topic', log });
  const published: Publication[] = [];
  /** Epoch milliseconds at which messages were sent to the topic, accepted or not. */
  const sent: number[] = [];
  const accepted = new Set<string>();
  /** Captures of alerts that only a look-up shows to be of an Endpoint Agent's test. */
  const endpointAlerts = new Set<string>();
  /** Forbidden states, noted when a call meets them. */
  const violations: string[] = [];
  /** Captures that a worker held for an announcement while it slept. */
  const sleptOn: string[] = [];
  const requests = { ledger: 0, slots: 0, queue: 0, topic: 0, /** Of the ledger's: queries of an index. */ pages: 0 };
  let pendingDeliveries = 0;

  /** Wraps an object, so that every method call may meet a fault and is counted as a request of `kind`. */
  const wrap = <T extends object>(process: Process, kind: keyof typeof requests, target: T): T =>
    Object.fromEntries(
      Object.entries(target).map(([name, method]) => [
        name,
        faults.through(process, `${kind}.${name}`, (...args: readonly unknown[]) => {
          requests[kind] += 1;
          if (PAGE_READS.has(`${kind}.${name}`)) requests.pages += 1;
          return method(...args);
        }),
      ]),
    ) as T;

  const sendWake = async (wake: { readonly captureId?: string }, delayMs: number) => {
    if (random() >= scenario.lostWakes) queue.send(wake, delayMs);
  };

  /**
   * Runs a handler as a process. It rejects if the process dies or exceeds its time. Nothing kills a frozen process.
   */
  const asProcess = <Result>(timeoutMs: number, run: (process: Process) => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      const process = newProcess(() => reject(new Error('the process died')));
      void clock.sleep(timeoutMs).then(() => {
        process.dead ||= !isFrozen(process, clock.now());
        reject(new Error('timed out'));
      });
      const end = () => {
        process.ended = true;
        violations.push(...leftUnderWay(process));
      };
      run(process).finally(end).then(resolve, reject);
    });

  const runWorker = (bodies: readonly string[] | undefined): Promise<void> =>
    asProcess(WORKER_TIMEOUT_MS, (process) => {
      const skew = (random() - 0.5) * scenario.clockSkewMs;
      const startedAt = clock.now();
      const deadline = startedAt + WORKER_TIMEOUT_MS;
      const sandbox = sandboxes.take();
      const publications = watchPublications(published, sent, clock.now, {
        wasFrozen: () => hasFrozen(process),
        isOver: () => clock.now() > deadline,
      });
      const ownLedger = wrap(process, 'ledger', indexed);
      const handler = createWorkerHandler({
        ledger: { ...ownLedger, save: publications.save(ownLedger.save) },
        baselines: wrap(process, 'ledger', baselines),
        slots: wrap(process, 'slots', slots),
        thousandEyes: {
          createSnapshot: (token, request) => {
            if (deadline - clock.now() < TIMEOUT_MS) violations.push('POST without time for it');
            const calledAt = clock.now();
            const send = faults.through(process, 'upstream.createSnapshot', () => {
              const waitedMs = clock.now() - calledAt;
              if (waitedMs >= TIMEOUT_MS) return TIMED_OUT;

              const leader = ledger.all().find(({ id }) => request.displayName.endsWith(`[${id.slice(0, 8)}]`));
              if (leader?.state !== 'claimed' || leader.snapshot)
                violations.push(`POST for a ${leader?.state} capture`);
              return upstream.createSnapshot(token, request, waitedMs);
            });
            return send();
          },
          lookUpAlert: faults.through(process, 'upstream.lookUpAlert', upstream.lookUpAlert),
        },
        token: {
          get: faults.through(process, 'token.get', sandbox.token.get),
          refresh: faults.through(process, 'token.refresh', sandbox.token.refresh),
        },
        publish: publications.publish(
          faults.through(process, 'topic.publish', async (notification) => {
            requests.topic += 1;
            const capture = await ledger.get(notification.event.captureId);
            const isAnnounced = capture?.announcedAt !== undefined;
            if (isAnnounced && !hasFrozen(process)) violations.push(`${capture.id} published after it was written so`);
            if (!isAnnounced && capture?.state !== 'created' && capture?.state !== 'failed')
              violations.push(`${capture?.state} published`);
            await publishTo(notification);
            publications.accept(notification);
          }),
        ),
        sendWake: faults.through(process, 'queue.send', (wake, delayMs) => {
          requests.queue += 1;
          return sendWake(wake, delayMs);
        }),
        log,
        measure: () => undefined,
        now: () => Math.round(clock.now() + skew),
        sleep: faults.through(process, 'sleep', (ms) => {
          for (const id of publications.inHand()) sleptOn.push(id);
          return clock.sleep(ms);
        }),
        random,
        settings: {
          callTimeoutMs: TIMEOUT_MS,
          periodMs: scenario.periodMs,
          reuseMs: 60_000,
          groupMs: scenario.groupMs,
          giveUpMs: 7 * 86_400_000,
          linkVisibility: 'share',
        },
      });
      const event = bodies ? { Records: bodies.map((body) => ({ body })) } : { source: 'watchdog' as const };
      return handler(event as Parameters<typeof handler>[0], {
        getRemainingTimeInMillis: () => deadline - clock.now(),
      }).finally(() => {
        publications.end();
        sandboxes.giveBack(sandbox);
      });
    });

  const queue = createQueue({
    clock,
    random,
    visibilityMs: queues.wake.visibilityTimeoutSeconds * 1000,
    maxReceives: queues.wake.maxReceiveCount,
    batchSize: eventSource.batchSize,
    concurrency: scenario.concurrency,
    doubled: scenario.doubledWakes,
    invoke: runWorker,
  });

  /** Delivers an alert once; true if the answer was 200. */
  const deliver = async (alert: SimulatedAlert, number: number): Promise<boolean> => {
    try {
      const answer = await asProcess(WEBHOOK_TIMEOUT_MS, (process) =>
        createWebhook({
          authenticate: async () => true,
          ledger: { ...ledger, add: faults.through(process, 'ledger.add', countedAdd) },
          rules: CAPTURE_EVERYTHING,
          sendWake: faults.through(process, 'queue.send', (wake, delayMs) => {
            requests.queue += 1;
            return sendWake(wake, delayMs);
          }),
          log,
          measure: () => undefined,
          now: clock.now,
        })(eventOf(alert, number)),
      );
      if (answer.statusCode !== 200) return false;
      const { captureId } = JSON.parse(answer.body ?? '{}');
      accepted.add(captureId);
      if (alert.unresolved && alert.testId === scenario.endpointTest) endpointAlerts.add(captureId);
      return true;
    } catch {
      return false; // no answer
    }
  };
  const countedAdd = (capture: Parameters<typeof ledger.add>[0]) => {
    requests.ledger += 1;
    return indexed.add(capture);
  };

  /**
   * Sends an alert as ThousandEyes does: it repeats the alert every five minutes for an hour, until the answer is 200.
   */
  const send = async (alert: SimulatedAlert, number: number): Promise<void> => {
    await clock.sleep(alert.at);
    for (let tries = 0, answered = 0; tries < SENDER_TRIES && answered < alert.deliveries; tries += 1) {
      if (await deliver(alert, number)) answered += 1;
      else await clock.sleep(SENDER_REPEATS_EVERY_MS);
    }
    pendingDeliveries -= 1;
  };

  /** Takes in a request of an operator or a schedule, without its own entrance. */
  const ask = async (request: SimulatedRequest, number: number): Promise<void> => {
    await clock.sleep(request.at);
    const capture = captureOf(request, number, clock.now());
    await indexed.add(capture);
    accepted.add(capture.id);
    await sendWake({ captureId: capture.id }, 0);
    pendingDeliveries -= 1;
  };

  /** Starts the watchdog at a random phase, so that its ticks are in step with nothing else. */
  const watch = async (): Promise<void> => {
    for (let wait = random() * watchdog.everyMs; ; wait = watchdog.everyMs) {
      await clock.sleep(wait);
      await runWorker(undefined).catch(() => undefined); // the next tick tries again
    }
  };

  /** Runs until no capture is open; false if one is still open after `horizonMs`. */
  const run = async (horizonMs: number): Promise<boolean> => {
    pendingDeliveries = scenario.alerts.length + scenario.requests.length;
    scenario.alerts.forEach((alert, number) => void send(alert, number));
    scenario.requests.forEach((request, number) => void ask(request, number));
    for (const at of scenario.othersAt) void clock.sleep(at).then(upstream.spend);
    void watch();
    const isDone = () =>
      pendingDeliveries === 0 && queue.busy() === 0 && ledger.openCount() === 0 && freezes.underWay() === 0;
    return clock.run(isDone, START + horizonMs);
  };

  return {
    run,
    clock,
    ledger,
    slots,
    upstream,
    published,
    sent,
    accepted,
    endpointAlerts,
    violations,
    sleptOn,
    requests,
    faults,
    queue,
    runWorker,
  };
};

export type World = ReturnType<typeof createWorld>;
