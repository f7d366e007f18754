import type { Capture } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import type { Backlog } from './backlog.ts';
import type { Quota, Slot } from '../planning/quota.ts';
import type { WorkerContext } from './context.ts';

/** The newest captures of a test that are looked at for merging and reuse. */
const NEWEST_OF_TEST = 100;

/**
 * What is known of the tests of pending captures beside the backlog: the snapshots that the slots remember, each read by its
 * id, and, for `wanted` captures, the newest of their test where the slots may not know a snapshot that serves them or
 * others may wait beyond the backlog to be merged. Where everything is known already, nothing is spent on it.
 *
 * @param wanted those whose turn it is, and those that have just arrived
 */
export const capturesOfTests = async (
  context: WorkerContext,
  backlog: Backlog,
  pending: readonly Capture[],
  wanted: readonly Capture[],
  { slots }: Quota,
): Promise<Capture[]> => {
  const { ledger, view, settings, now } = context;
  const waiting = new Set(pending.map(testKeyOf));
  const remembered = slots.flatMap(({ created }) =>
    created && waiting.has(created.testKey) ? [created.captureId] : [],
  );
  const unknown = wanted.filter(
    (capture) => backlog.isFull || isOld(capture, settings, now()) || slots.some((slot) => isUnaccounted(slot, now())),
  );
  const keys = new Set(unknown.map(testKeyOf).filter((key) => key !== undefined));
  const [sources, newest] = await Promise.all([
    Promise.all([...new Set(remembered)].map((id) => view.read(id, hasSnapshot))),
    Promise.all([...keys].map((key) => ledger.ofTest(key, NEWEST_OF_TEST))),
  ]);
  return [...sources.filter((source) => source !== undefined), ...newest.flat()];
};

/** A slot says that it has one: a version without it is of the moment before. */
const hasSnapshot = ({ snapshot }: Capture): boolean => snapshot !== undefined;

/**
 * Whether a snapshot that serves the capture may be older than what the slots remember: it is not older than its own end,
 * and a slot remembers the snapshot that it created for a period at least.
 */
const isOld = ({ endDate }: Capture, { reuseMs, periodMs }: WorkerContext['settings'], now: number): boolean =>
  now - Date.parse(endDate) + reuseMs >= periodMs;

/** Whether a slot is taken without a word of what came of it: a call is under way, failed, or could not be written down. */
const isUnaccounted = ({ releaseAt, takenAt = 0, created }: Slot, now: number): boolean =>
  releaseAt > now && (created?.at ?? 0) < takenAt;
