import { type Capture, isPending } from '../../captures/capture.ts';
import { readOpen } from '../../ledger/queries.ts';
import { type Turn, turnsOf } from '../../planning/due-times.ts';
import type { Quota } from '../../planning/quota.ts';
import { type OperatorDeps, STATUS_LIMIT } from '../api.ts';
import type { EvidenceRequest } from './evidence-request.ts';

/** Captures of an alert that are shown, the newest ones: its triggers, escalations and clears. */
const SHOWN = 100;

/** What is known of an alert's captures. */
export interface Evidence {
  /** Newest first; one that follows another capture has that one's snapshot as soon as there is one. */
  readonly captures: readonly Capture[];
  /** Captures of the same alert in other account groups. */
  readonly elsewhere: number;
  /** Whose turn it is when, if any of the captures waits. */
  readonly turns: readonly Turn[];
  /** Read together with the turns. */
  readonly quota?: Quota;
}

type Deps = Pick<OperatorDeps, 'ledger' | 'slots' | 'periodMs' | 'now'>;

/**
 * Reads the captures of an alert: a query and a read of what it found; more only for what follows another capture, or waits.
 * A capture whose alert named no account group is of any.
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

/** The evidence of a capture that is merged into another one is that one's snapshot, before the capture itself has ended. */
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
