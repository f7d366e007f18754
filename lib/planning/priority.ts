import type { Severity } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';

type Waiting = Pick<Capture, 'reason' | 'severity'>;

/** The level of captures that an operator requests. */
export const MANUAL_LEVEL = 0;
/** The number of levels of urgency. */
export const LEVELS = 6;
const LEVEL_OF_SEVERITY: Record<Severity, number> = { critical: 1, major: 2, minor: 3, info: 4, unknown: 4 };

/**
 * The urgency of a capture, from 0 (most urgent) to 5: manual, then an alert by its severity, then schedule. It does
 * not change with age: old captures get slots of their own (`uses.ts`), so that old minor alerts never delay a critical
 * one.
 */
export const levelOf = ({ reason, severity }: Waiting): number => {
  if (reason === 'manual') return MANUAL_LEVEL;
  return reason === 'schedule' ? LEVELS - 1 : levelOfSeverity(severity);
};

/** The urgency of an alert of this severity, from 1 (most urgent) to 4 (least urgent, and unknown). */
export const levelOfSeverity = (severity: Severity): number => LEVEL_OF_SEVERITY[severity];

/** Whether an operator requested the capture and waits for its result. */
export const isAskedFor = ({ reason, sentAgainAt }: Pick<Capture, 'reason' | 'sentAgainAt'>): boolean =>
  reason === 'manual' || sentAgainAt !== undefined;

/** The word for a capture's urgency: the severity of an alert; otherwise `manual` or `schedule`. */
export const urgencyOf = ({ reason, severity }: Waiting) => (reason === 'alert' ? severity : reason);

type Place = Waiting & Pick<Capture, 'receivedAt' | 'id'>;

/** Sorts the oldest first. The id decides between equals, so that every worker sees the same order. */
export const byAge = (a: Place, b: Place): number => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1);

/** The regular order of turns: by level, and within a level the oldest first. */
export const byTurn = (a: Place, b: Place): number => levelOf(a) - levelOf(b) || byAge(a, b);

/** The order of turns with all alerts first. */
export const byTurnAlertsFirst = (a: Place, b: Place): number =>
  Number(a.reason !== 'alert') - Number(b.reason !== 'alert') || byTurn(a, b);
