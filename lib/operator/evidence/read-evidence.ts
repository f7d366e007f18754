import { type Capture, isPending } from '../../captures/capture.ts';
import { readOpen } from '../../ledger/queries.ts';
import { type Turn, turnsOf } from '../../planning/due-times.ts';
import type { Quota } from '../../planning/quota.ts';
import { type OperatorDeps, STATUS_LIMIT } from '../api.ts';
import type { EvidenceRequest } from './evidence-request.ts';

/** The newest captures of an alert that are shown: of its triggers, escalations and clears. */
const SHOWN = 100;

/** The captures of an alert. */
export interface Evidence {
  /** Newest first. A follower has the snapshot of its leader as soon as that exists. */
  readonly captures: readonly Capture[];
  /** Captures of the same alert in other account groups. */
  readonly elsewhere: number;
  /** All turns of the queue; empty if none of the captures waits. */
  readonly turns: readonly Turn[];
  /** The quota at the time of the turns. */
  readonly quota?: Quota;
}

type Deps = Pick<OperatorDeps, 'ledger' | 'slots' | 'periodMs' | 'now'>;

/**
 * Reads the captures of an alert: one query, and one read of the captures it found. Followers and waiting captures need
 * further reads. A capture whose alert named no account group fits every account group.
 */
export const readEvidence = async (deps: Deps, { alertId, aid }: EvidenceRequest): Promise<Evidence> => {
  const { ledger, slots, periodMs, now } = deps;
  const found = await ledger.getAll(await ledger.idsOfAlert(alertId, SHOWN));
  const asked = found.filter((capture) => aid === undefined || capture.aid === undefined || capture.aid === aid);
  const captures = await withSnapshotsOfLeaders(ledger, asked);
  const elsewhere = found.length - asked.length;
  if (!captures.some(isPending)) return { captures, elsewhere, turns: [] };
  const [quota, open] = await Promise.all([slots.read(), readOpen(ledger, STATUS_LIMIT)]);
  return { captures, elsewhere, turns: turnsOf(open, quota, periodMs, now()), quota };
};

/** Gives followers the snapshots of their leaders. A follower itself has the snapshot only after its end. */
const withSnapshotsOfLeaders = async (ledger: Deps['ledger'], captures: readonly Capture[]): Promise<Capture[]> => {
  const leaderIds = captures.flatMap(({ snapshot, failure, mergedInto }) =>
    snapshot === undefined && failure === undefined && mergedInto !== undefined ? [mergedInto] : [],
  );
  const leaders = leaderIds.length > 0 ? await ledger.getAll(leaderIds) : [];
  return captures.map((capture) => {
    const snapshot = leaders.find(({ id }) => id === capture.mergedInto)?.snapshot;
    return capture.snapshot === undefined && snapshot !== undefined ? { ...capture, snapshot } : capture;
  });
};
