import type { Severity } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';

const LEVEL_MS = 30 * 60_000;
const MANUAL_HEAD_START_MS = 24 * 60 * 60_000;
const LEVEL_OF_SEVERITY: Record<Severity, number> = { critical: 0, major: 1, minor: 2, info: 3, unknown: 3 };
const SCHEDULE_LEVEL = 4;

/**
 * When a capture's turn is, as epoch milliseconds: the smaller goes first.
 *
 * One number that never changes says all of the order: manual, then severity, then schedule; within one
 * level oldest first; and every 30 minutes of waiting are worth one level, so that nothing starves.
 * Because it never changes it is the sort key of the ledger's index, and the next capture of a backlog
 * of any length is the first item of one query. A person who waits at a prompt goes before any storm.
 */
export const turnOf = ({
  reason,
  severity,
  receivedAt,
}: Pick<Capture, 'reason' | 'severity' | 'receivedAt'>): number => {
  if (reason === 'manual') return receivedAt - MANUAL_HEAD_START_MS;
  const level = reason === 'schedule' ? SCHEDULE_LEVEL : LEVEL_OF_SEVERITY[severity];
  return receivedAt + level * LEVEL_MS;
};

/** The word for how urgent a capture is: an alert's severity; else that a person or a schedule asked for it. */
export const urgencyOf = ({ reason, severity }: Pick<Capture, 'reason' | 'severity'>) =>
  reason === 'alert' ? severity : reason;

/** Sorts captures by their turn; the id decides between equals, so that every worker sees one order. */
export const byTurn = (a: Capture, b: Capture): number => turnOf(a) - turnOf(b) || (a.id < b.id ? -1 : 1);
