import type { WithoutSnapshot } from './without-snapshot.ts';

export const SEVERITIES = ['critical', 'major', 'minor', 'info', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One alert, the same for every payload family. The sender wrote all of its text, so none of it is trusted. */
export interface Alert {
  readonly transition: 'trigger' | 'clear';
  readonly severity: Severity;
  /** Decimal digits. If it is absent, only `GET /alerts/{alertId}` can name the test. */
  readonly testId?: string;
  readonly testName?: string;
  /**
   * Account group, decimal digits. If it is absent, ThousandEyes uses the default account group of the token's user.
   */
  readonly aid?: string;
  readonly alertId?: string;
  readonly eventId?: string;
  readonly alertType?: string;
  readonly ruleId?: string;
  readonly ruleName?: string;
  /** ISO 8601 in UTC if the payload is unambiguous, otherwise the sender's own text, for display only. */
  readonly startedAt?: string;
  readonly permalink?: string;
}

/** What the reader of one payload family returns for a body; undefined if the body belongs to another family. */
export type FamilyReading = Alert | 'test_ping' | WithoutSnapshot | undefined;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether `GET /alerts/{alertId}` accepts this id. ThousandEyes accepts only a UUID. */
export const isAlertUuid = (alertId: string | undefined): boolean => UUID.test(alertId ?? '');

export const canBeLookedUp = ({ alertId }: Alert): boolean => isAlertUuid(alertId);
