import { createHash } from 'node:crypto';
import { present } from '../present.ts';
import { epochOf } from '../time.ts';
import { newCapture, type Pending } from './capture.ts';
import { captureIdOf } from './identity.ts';
import { type WindowHours, windowEndingAt } from './window.ts';

/** The body of an operator's `POST /captures`. */
export interface CaptureRequest {
  readonly testId: string;
  readonly aid?: string | undefined;
  readonly hours: WindowHours;
  /** ISO 8601 in UTC; absent for a window that ends now. */
  readonly endDate?: string | undefined;
  readonly displayName?: string | undefined;
}

/**
 * Makes the capture of an operator's request. Requests with the same `key` make the same capture; the fingerprint
 * distinguishes a repeated request from a different one under the same key.
 *
 * @param receivedAt epoch milliseconds
 * @param key the request's Idempotency-Key
 * @param requestedBy name of the operator
 */
export const captureOfRequest = (
  request: CaptureRequest,
  receivedAt: number,
  key: string,
  requestedBy: string,
): Pending => {
  const { testId, aid, hours, endDate, displayName } = request;
  return newCapture({
    id: captureIdOf('manual', key),
    reason: 'manual',
    receivedAt,
    severity: 'unknown',
    requestedBy,
    testId,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([testId, aid, hours, endDate, displayName]))
      .digest('hex'),
    ...windowEndingAt(endDate === undefined ? receivedAt : epochOf(endDate), hours),
    ...present({ aid, displayName }),
  });
};
