import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import type { Capture } from '../../lib/captures/capture.ts';
import type { Log } from '../../lib/runtime/log.ts';
import type { Notification } from '../../lib/notify/notification.ts';
import type { LookupAnswer, SnapshotAnswer, SnapshotRequest } from '../../lib/thousandeyes/client.ts';
import { createWorker } from '../../lib/worker/worker.ts';
import type { WorkerDeps } from '../../lib/worker/context.ts';
import { createMemoryBaselines } from '../simulation/memory-baselines.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aSnapshot, NOW } from './factories.ts';

const WORKER_TIMEOUT_MS = readDeployment().functions.worker.timeoutSeconds * 1000;

/**
 * A worker over a ledger and slots in memory, a clock that only `sleep` moves, and a ThousandEyes with scripted
 * answers: `snapshots` and `lookups` in turn, and then always "created" and "no test".
 */
export const aWorker = (changes: Partial<WorkerDeps> = {}) => {
  const world = {
    now: NOW,
    snapshots: [] as (SnapshotAnswer | Error)[],
    lookups: [] as LookupAnswer[],
    posts: [] as (SnapshotRequest & { readonly token: string })[],
    published: [] as Notification[],
    wakes: [] as { readonly captureId?: string; readonly delayMs: number }[],
    logged: [] as string[],
    /** The log lines with level, code, fields, and an error's message. */
    lines: [] as Readonly<Record<string, unknown>>[],
    measured: [] as { readonly name: string; readonly value: number; readonly reason?: string }[],
    queries: 0,
    tokens: { cached: ['token'], stored: ['token'] },
  };
  const ledger = createMemoryLedger(() => world.now);
  const note = (level: keyof Log, code: string, fields: object = {}) => {
    world.logged.push(code);
    world.lines.push({ level, code, ...fields });
  };
  const log: Log = {
    info: (code, fields) => note('info', code, fields),
    warn: (code, fields) => note('warn', code, fields),
    error: (code, error, fields) => note('error', code, { error: (error as Error).message, ...fields }),
  };
  const given: WorkerDeps = {
    ledger: {
      ...ledger,
      openKeys: (limit, from) => {
        world.queries += 1;
        return ledger.openKeys(limit, from);
      },
    },
    baselines: createMemoryBaselines((ids) => ledger.getAll(ids)),
    slots: createMemorySlots(5),
    thousandEyes: {
      createSnapshot: async (token, request) => {
        world.posts.push({ ...request, token });
        const answer = world.snapshots.shift() ?? { outcome: 'created', snapshot: aSnapshot({ endsAt: world.now }) };
        if (answer instanceof Error) throw answer;
        return answer;
      },
      lookUpAlert: async () => world.lookups.shift() ?? { outcome: 'found', alert: {} },
    },
    token: {
      get: async () => world.tokens.cached,
      refresh: async () => {
        world.tokens.cached = world.tokens.stored;
        return world.tokens.stored;
      },
    },
    publish: async (notification) => void world.published.push(notification),
    sendWake: async (wake, delayMs) => void world.wakes.push({ ...wake, delayMs }),
    log,
    measure: (name, value = 1, reason) =>
      void world.measured.push({ name, value, ...(reason !== undefined && { reason }) }),
    now: () => world.now,
    sleep: async (ms) => {
      world.now += ms;
    },
    random: () => 0.5,
    settings: {
      callTimeoutMs: 20_000,
      periodMs: 300_000,
      reuseMs: 60_000,
      groupMs: 0,
      giveUpMs: 7 * 86_400_000,
      linkVisibility: 'share',
    },
    ...changes,
  };
  // The quota and the captures are in one table, so both come from the same ledger.
  const readWith: WorkerDeps['slots']['readWith'] = async (ids) => {
    const [quota, captures] = await Promise.all([given.slots.read(), given.ledger.getAll(ids)]);
    return { quota, captures };
  };
  const deps: WorkerDeps = { ...given, slots: { ...given.slots, readWith } };
  const work = createWorker(deps);
  return {
    world,
    deps,
    ledger,
    slots: given.slots,
    add: async (...captures: readonly Capture[]) => {
      for (const capture of captures) await ledger.add(capture);
    },
    work: (captureIds: readonly string[] = [], timeLeftMs = WORKER_TIMEOUT_MS) =>
      work({ captureIds, deadline: world.now + timeLeftMs }),
    stateOf: async (id: string) => (await ledger.get(id))?.state,
  };
};
