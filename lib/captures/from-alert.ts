import { isUtf8 } from 'node:buffer';
import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { type Failed, newCapture, newQuarantined, type Pending } from './capture.ts';
import { captureIdOfAlert, captureIdOfQuarantined } from './identity.ts';
import { startOf, windowOfIncident, windowReachingBack } from './incident-window.ts';
import type { Window } from './window.ts';

/* The captures that the webhook makes. `receivedAt` is epoch milliseconds, `body` the text as it arrived. */

/** What else the window of an alert's capture depends on. */
export interface WindowOptions {
  /** For a clear: when its episode began, in epoch milliseconds, as far as captures say so. */
  readonly triggeredAt?: number | undefined;
  /** Whether the window of a trigger reaches back to the start that the alert names. */
  readonly reachBack?: boolean;
}

/** Whether the window of an alert depends on when its episode began: that of a clear whose own word for it is in doubt. */
export const needsEpisode = ({ transition, startedAt }: Alert, receivedAt: number): boolean =>
  transition === 'clear' && startOf(startedAt, receivedAt) === undefined;

/** The capture of an alert. */
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

/** A trigger's window ends now; a clear's covers the incident, from when it began by the alert's word, or by its trigger's arrival. */
const windowOf = ({ transition, startedAt }: Alert, receivedAt: number, options: WindowOptions): Window => {
  const start = startOf(startedAt, receivedAt);
  if (transition === 'clear') return windowOfIncident(start ?? options.triggeredAt, receivedAt);
  return windowReachingBack(options.reachBack === true ? start : undefined, receivedAt);
};

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
    ...windowReachingBack(undefined, receivedAt),
  } as const;
  return { capture: newQuarantined(fields, why), payload };
};

/** A body as it came, in a form that is no bigger than an item may be: bytes that are no UTF-8 as a data URL (RFC 2397). */
const keptWhole = (body: Buffer, text: string): string =>
  isUtf8(body) ? text : `data:application/octet-stream;base64,${body.toString('base64')}`;
