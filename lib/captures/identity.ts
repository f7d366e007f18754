import { createHash } from 'node:crypto';
import type { Alert } from '../alerts/alert.ts';
import type { Capture } from './capture.ts';

/*
 * When two things are the same: two deliveries of an alert, two captures of a test, two captures that one snapshot may
 * serve.
 */

const HOUR_MS = 3_600_000;

/**
 * The id of a capture, by which a second delivery is recognized as the same capture. Parts are joined unambiguously; an
 * absent part differs from an empty one.
 */
export const captureIdOf = (...parts: readonly (string | undefined)[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex')
    .slice(0, 32);

/**
 * The id of an alert's capture: account group, alert id, event id and transition identify it. A repeated delivery has
 * the same event id; a new episode of the alert, or a higher severity, has another one (vendor's documentation:
 * `meta.version` counts how often one alert triggers again). Without an event id, the hour of arrival separates
 * episodes. A delivery that is repeated across a full hour then becomes a second capture; without the hour, the next
 * episode would be lost. Without any id, the body identifies the alert.
 *
 * @param receivedAt epoch milliseconds
 */
export const captureIdOfAlert = (alert: Alert, body: string, receivedAt: number): string => {
  const { aid, alertId, transition } = alert;
  const eventId = eventIdOf(alert);
  const hour = eventId === undefined ? String(Math.floor(receivedAt / HOUR_MS)) : undefined;
  const ids = alertId === undefined && eventId === undefined ? [body] : [alertId, eventId];
  return captureIdOf('alert', aid, transition, hour, ...ids);
};

/** The alert's event id. Some templates send the alert's id in its place, which identifies no event and is left out. */
export const eventIdOf = ({ eventId, alertId }: Alert): string | undefined =>
  eventId === alertId ? undefined : eventId;

/** The id of a quarantined body's capture: the body and the hour of arrival, as for an alert without any id. */
export const captureIdOfQuarantined = (body: string, receivedAt: number): string =>
  captureIdOf('quarantined', String(Math.floor(receivedAt / HOUR_MS)), body);

/** The key that all captures of one test in one account group share; undefined while the test is unknown. */
export const testKeyOf = ({ testId, aid }: Pick<Capture, 'testId' | 'aid'>): string | undefined =>
  testId === undefined ? undefined : `${aid ?? '-'}/${testId}`;

/**
 * The key that captures share if they wait together: captures of one test, which one snapshot may serve; captures of a
 * test whose group was refused, which are tried one after the other. A capture whose test is unknown waits alone.
 */
export const groupKeyOf = (capture: Pick<Capture, 'id' | 'testId' | 'aid' | 'alone' | 'refusal'>): string => {
  const testKey = testKeyOf(capture);
  if (testKey === undefined || (capture.alone && capture.refusal === undefined)) return capture.id;
  return capture.alone ? `${testKey} alone` : testKey;
};
