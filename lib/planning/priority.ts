import type { Severity } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';

type Waiting = Pick<Capture, 'reason' | 'severity'>;

/** The level of what a person asks for. */
export const MANUAL_LEVEL = 0;
/** How many levels of urgency there are. */
export const LEVELS = 6;
const LEVEL_OF_SEVERITY: Record<Severity, number> = { critical: 1, major: 2, minor: 3, info: 4, unknown: 4 };

/**
 * How urgent a capture is, 0 to 5: manual, then an alert's severity, then schedule. It does not change with age:
 * what waits long is served by slots of its own (`uses.ts`), so that old minor alerts never hide a critical one.
 */
export const levelOf = ({ reason, severity }: Waiting): number => {
  if (reason === 'manual') return MANUAL_LEVEL;
  return reason === 'schedule' ? LEVELS - 1 : levelOfSeverity(severity);
};

/** How urgent an alert of this severity is: 1 for the most, 4 for the least and for the unknown. */
export const levelOfSeverity = (severity: Severity): number => LEVEL_OF_SEVERITY[severity];

/** Whether a person asked for it, and looks for what comes of it. */
export const isAskedFor = ({ reason, sentAgainAt }: Pick<Capture, 'reason' | 'sentAgainAt'>): boolean =>
  reason === 'manual' || sentAgainAt !== undefined;

/** The word for how urgent a capture is: an alert's severity; else that a person or a schedule asked for it. */
export const urgencyOf = ({ reason, severity }: Waiting) => (reason === 'alert' ? severity : reason);

type Place = Waiting & Pick<Capture, 'receivedAt' | 'id'>;

/** The oldest first; the id decides between equals, so that every worker sees one order. */
export const byAge = (a: Place, b: Place): number => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1);

/** The regular order of turns: by level, within one the oldest first. */
export const byTurn = (a: Place, b: Place): number => levelOf(a) - levelOf(b) || byAge(a, b);

/** The same with manual requests behind all alerts. */
export const byTurnAlertsFirst = (a: Place, b: Place): number =>
  Number(a.reason !== 'alert') - Number(b.reason !== 'alert') || byTurn(a, b);
