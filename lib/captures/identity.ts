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
 * An alert is the same by account group, alert id (event id where there is none) and transition.
 * A template that sends no id at all is told apart by its body and the hour of its arrival: a delivery repeated
 * over the hour's end becomes a second capture, where without the hour the next incident would be lost.
 */
export const captureIdOfAlert = (alert: Alert, body: string, receivedAt: number): string => {
  const id = alert.alertId ?? alert.eventId ?? `${Math.floor(receivedAt / HOUR_MS)} ${body}`;
  return captureIdOf('alert', alert.aid, id, alert.transition);
};

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
