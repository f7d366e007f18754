import { isUtf8 } from 'node:buffer';
import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { type Failed, newCapture, newQuarantined, type Pending } from './capture.ts';
import { captureIdOfAlert, captureIdOfQuarantined } from './identity.ts';
import { startOf, windowOfIncident, windowReachingBack } from './incident-window.ts';
import type { Window } from './window.ts';

/* The captures that the webhook makes. `receivedAt` is in epoch milliseconds, `body` is the text as it arrived. */

/** What the window of an alert's capture depends on, besides the alert. */
export interface WindowOptions {
  /** For a clear: when its episode began, in epoch milliseconds; absent if no capture shows it. */
  readonly triggeredAt?: number | undefined;
  /** Whether the window of a trigger reaches back to the start that the alert names. */
  readonly reachBack?: boolean;
}

/** Whether the window needs the start of the alert's episode: for a clear whose own start time is in doubt. */
export const needsEpisode = ({ transition, startedAt }: Alert, receivedAt: number): boolean =>
  transition === 'clear' && startOf(startedAt, receivedAt) === undefined;

/** Makes the capture of an alert. */
export const captureOfAlert = (alert: Alert, body: string, receivedAt: number, options: WindowOptions = {}): Pending =>
  newCapture({
    id: captureIdOfAlert(alert, body, receivedAt),
    reason: 'alert',
    receivedAt,
    severity: alert.severity,
    alert,
    ...windowOf(alert, receivedAt, options),
    ...present({ testId: alert.testId, testName: alert.testName, aid: alert.aid }),
  });

/**
 * A trigger's window ends at its arrival. A clear's window covers the incident, from the start that the alert names or
 * from the arrival of its trigger.
 */
const windowOf = ({ transition, startedAt }: Alert, receivedAt: number, options: WindowOptions): Window => {
  const start = startOf(startedAt, receivedAt);
  if (transition === 'clear') return windowOfIncident(start ?? options.triggeredAt, receivedAt);
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
