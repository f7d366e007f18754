import { isUtf8 } from 'node:buffer';
import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { type Capture, type Failed, newCapture, newQuarantined, type Pending } from './capture.ts';
import { captureIdOfAlert, captureIdOfQuarantined } from './identity.ts';
import { startOf, windowOfIncident, windowReachingBack } from './incident-window.ts';
import type { Window } from './window.ts';

/* The captures that the webhook makes. `receivedAt` is in epoch milliseconds, `body` is the text as it arrived. */

/** What the capture of an alert depends on, besides the alert. */
export interface AlertOptions {
  /** For a clear: the captured triggers of its episode, the first one first. */
  readonly triggers?: readonly Pick<Capture, 'id' | 'receivedAt'>[];
  /** Whether the window of a trigger reaches back to the start that the alert names. */
  readonly reachBack?: boolean;
}

/** The number of triggers that a clear remembers of its episode: the first ones, whose snapshots show how it began. */
const MAX_TRIGGERS = 5;

/** Makes the capture of an alert. */
export const captureOfAlert = (alert: Alert, body: string, receivedAt: number, options: AlertOptions = {}): Pending =>
  newCapture({
    id: captureIdOfAlert(alert, body, receivedAt),
    reason: 'alert',
    receivedAt,
    severity: alert.severity,
    alert,
    ...windowOf(alert, receivedAt, options),
    ...present({ testId: alert.testId, testName: alert.testName, aid: alert.aid, triggers: triggerIds(options) }),
  });

const triggerIds = ({ triggers = [] }: AlertOptions): string[] | undefined =>
  triggers.length > 0 ? triggers.slice(0, MAX_TRIGGERS).map(({ id }) => id) : undefined;

/**
 * A trigger's window ends at its arrival. A clear's window covers the incident, from the start that the alert names or
 * from the arrival of its trigger.
 */
const windowOf = ({ transition, startedAt }: Alert, receivedAt: number, options: AlertOptions): Window => {
  const start = startOf(startedAt, receivedAt);
  if (transition === 'clear') return windowOfIncident(start ?? options.triggers?.[0]?.receivedAt, receivedAt);
  return windowReachingBack(options.reachBack === true ? start : undefined, receivedAt);
};

/**
 * Makes the failed capture of a body of no known shape, and the text of that body for the quarantine.
 *
 * @param body the bytes as they arrived
 * @param text the same bytes, read as UTF-8
 * @param why the reason that no shape fits
 * @param alert the fields that can be read with certainty, so that the capture is found by its alert's id
 */
export const captureOfUnknown = (
  body: Buffer,
  text: string,
  why: string,
  receivedAt: number,
  alert?: Alert,
): { readonly capture: Failed; readonly payload: string } => {
  const payload = keptWhole(body, text);
  const fields = {
    id: captureIdOfQuarantined(payload, receivedAt),
    reason: 'alert',
    receivedAt,
    severity: alert?.severity ?? 'unknown',
    ...windowReachingBack(undefined, receivedAt),
    ...present({ alert, testName: alert?.testName, aid: alert?.aid }),
  } as const;
  return { capture: newQuarantined(fields, why), payload };
};

/** The whole body as text. Bytes that are not UTF-8 become a base64 data URL (RFC 2397). */
const keptWhole = (body: Buffer, text: string): string =>
  isUtf8(body) ? text : `data:application/octet-stream;base64,${body.toString('base64')}`;
