import { isUtf8 } from 'node:buffer';
import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { type Capture, type Failed, newCapture, newQuarantined, type Pending } from './capture.ts';
import { captureIdOfAlert, captureIdOfQuarantined } from './identity.ts';
import { startOf, windowOfIncident } from './incident-window.ts';
import { type Window, windowEndingAt } from './window.ts';

/* The captures that the webhook makes. `receivedAt` is epoch milliseconds, `body` the text as it arrived. */

/** An alert's snapshot shows the two hours before its arrival. */
const ALERT_WINDOW_HOURS = 2;

/** The id of the capture that a clear's trigger made, where it was captured. */
export const captureIdOfTrigger = (clear: Alert, body: string, receivedAt: number): string =>
  captureIdOfAlert({ ...clear, transition: 'trigger' }, body, receivedAt);

/**
 * The capture of an alert.
 *
 * @param trigger for a clear, the capture of its trigger, where there is one
 */
export const captureOfAlert = (alert: Alert, body: string, receivedAt: number, trigger?: Capture): Pending =>
  newCapture({
    id: captureIdOfAlert(alert, body, receivedAt),
    reason: 'alert',
    receivedAt,
    severity: alert.severity,
    alert,
    ...windowOf(alert, receivedAt, trigger),
    ...present({ testId: alert.testId, testName: alert.testName, aid: alert.aid }),
  });

/** A trigger's window ends now; a clear's covers the incident, from when its trigger arrived, or said that it began. */
const windowOf = (alert: Alert, receivedAt: number, trigger: Capture | undefined): Window =>
  alert.transition === 'trigger'
    ? windowEndingAt(receivedAt, ALERT_WINDOW_HOURS)
    : windowOfIncident(startOf(alert.startedAt) ?? trigger?.receivedAt, receivedAt);

/**
 * The capture of a body that no known shape fits, a failed one, and the body to be kept beside it, whole.
 *
 * @param body its bytes
 * @param text the same, read as UTF-8
 * @param why no shape fits
 */
export const captureOfUnknown = (
  body: Buffer,
  text: string,
  why: string,
  receivedAt: number,
): { readonly capture: Failed; readonly payload: string } => {
  const payload = keptWhole(body, text);
  const fields = {
    id: captureIdOfQuarantined(payload, receivedAt),
    reason: 'alert',
    receivedAt,
    severity: 'unknown',
    ...windowEndingAt(receivedAt, ALERT_WINDOW_HOURS),
  } as const;
  return { capture: newQuarantined(fields, why), payload };
};

/** A body as it came, in a form that is no bigger than an item may be: bytes that are no UTF-8 as a data URL (RFC 2397). */
const keptWhole = (body: Buffer, text: string): string =>
  isUtf8(body) ? text : `data:application/octet-stream;base64,${body.toString('base64')}`;
