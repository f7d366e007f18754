import { createHash } from 'node:crypto';
import type { Alert } from '../alerts/alert.ts';
import type { Capture } from './capture.ts';

/* What makes two things the same: a delivery of an alert, a test, the snapshot that may serve several captures. */

const HOUR_MS = 3_600_000;

/**
 * The id that makes a second delivery of the same thing the same capture.
 * Parts are joined unambiguously; an absent part differs from an empty one.
 */
export const captureIdOf = (...parts: readonly (string | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex')
    .slice(0, 32);

/**
 * An alert is the same by account group, alert id, event id and transition. A repeated delivery has the same event id; a new
 * episode of the alert, or a higher severity, has another one (vendor's documentation: `meta.version` counts how often one
 * alert triggers again).
 * Without an event id the hour of its arrival tells episodes apart: a delivery repeated over the hour's end becomes a second
 * capture, for without the hour the next episode would be lost. Without any id the body does, too.
 */
export const captureIdOfAlert = (alert: Alert, body: string, receivedAt: number): string => {
  const { aid, alertId, transition } = alert;
  const eventId = eventIdOf(alert);
  const hour = eventId === undefined ? String(Math.floor(receivedAt / HOUR_MS)) : undefined;
  const ids = alertId === undefined && eventId === undefined ? [body] : [alertId, eventId];
  return captureIdOf('alert', aid, transition, hour, ...ids);
};

/** What tells two deliveries apart, if anything does: some templates send the alert's id as the id of the event. */
export const eventIdOf = ({ eventId, alertId }: Alert): string | undefined =>
  eventId === alertId ? undefined : eventId;

/** A body of an unknown shape, told apart as an alert without any id is. */
export const captureIdOfQuarantined = (body: string, receivedAt: number): string =>
  captureIdOf('quarantined', String(Math.floor(receivedAt / HOUR_MS)), body);

/** Captures of one test in one account group; undefined as long as the test is not known. */
export const testKeyOf = ({ testId, aid }: Pick<Capture, 'testId' | 'aid'>): string | undefined =>
  testId === undefined ? undefined : `${aid ?? '-'}/${testId}`;

/**
 * Captures that wait together: those of one test, which one snapshot may serve; those of a test whose group was refused,
 * which are tried one after the other; or one whose test is not known yet.
 */
export const groupKeyOf = (capture: Pick<Capture, 'id' | 'testId' | 'aid' | 'alone' | 'refusal'>): string => {
  const testKey = testKeyOf(capture);
  if (testKey === undefined || (capture.alone && capture.refusal === undefined)) return capture.id;
  return capture.alone ? `${testKey} alone` : testKey;
};
