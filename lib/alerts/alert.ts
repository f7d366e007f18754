import type { WithoutSnapshot } from './without-snapshot.ts';

export const SEVERITIES = ['critical', 'major', 'minor', 'info', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One alert as every payload family tells it. All text in it is the sender's: untrusted. */
export interface Alert {
  readonly transition: 'trigger' | 'clear';
  readonly severity: Severity;
  /** Decimal digits. Absent: only `GET /alerts/{alertId}` knows the test. */
  readonly testId?: string;
  readonly testName?: string;
  /** Account group, decimal digits. Absent: the default account group of the token's user. */
  readonly aid?: string;
  readonly alertId?: string;
  readonly eventId?: string;
  readonly alertType?: string;
  readonly ruleId?: string;
  readonly ruleName?: string;
  /** ISO 8601 in UTC where the payload says so without doubt, otherwise the vendor's own text. For reading only. */
  readonly startedAt?: string;
  readonly permalink?: string;
}

/** What one payload family's reader makes of a body: undefined where the body is not of that family. */
export type FamilyReading = Alert | 'test_ping' | WithoutSnapshot | undefined;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether `GET /alerts/{alertId}` can be asked with this id: it takes a UUID only. */
export const isAlertUuid = (alertId: string | undefined): boolean => UUID.test(alertId ?? '');

/** Whether this alert can be looked up. */
export const canBeLookedUp = ({ alertId }: Alert): boolean => isAlertUuid(alertId);
