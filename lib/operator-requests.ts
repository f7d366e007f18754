import * as z from 'zod';
import { type Capture, captureIdOf, newCapture } from './capture.ts';
import { present } from './alert-fields.ts';
import { WINDOW_HOURS, windowEndingAt } from './window.ts';

const id = z
  .union([z.string(), z.int()], { error: 'must be a decimal id' })
  .transform(String)
  .refine((value) => /^[1-9]\d{0,18}$/.test(value), { error: 'must be a decimal id' });

const captureRequest = z.strictObject({
  testId: id,
  aid: id.optional(),
  hours: z.literal(WINDOW_HOURS, { error: `must be one of ${WINDOW_HOURS.join(', ')}` }).default(2),
  endDate: z.iso.datetime({ error: 'must be a UTC date-time such as 2026-03-01T10:00:00Z' }).optional(),
  displayName: z.string().min(1).max(200).optional(),
});

export type CaptureRequest = z.infer<typeof captureRequest>;

/** A manual capture request with its defaults, or every fault of it in one line. */
export const readCaptureRequest = (
  body: unknown,
  now: number,
): { readonly ok: true; readonly request: CaptureRequest } | { readonly ok: false; readonly faults: string } => {
  const parsed = captureRequest.safeParse(body);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
    return { ok: false, faults: faults.join('; ') };
  }
  const { endDate } = parsed.data;
  if (endDate !== undefined && Date.parse(endDate) > now) {
    return { ok: false, faults: 'endDate: must not be in the future' };
  }
  return { ok: true, request: parsed.data };
};

/** The capture of an operator's request. `key` tells one request from the next. */
export const manualCapture = (request: CaptureRequest, receivedAt: number, key: string): Capture => {
  const { testId, aid, hours, endDate, displayName } = request;
  return newCapture({
    id: captureIdOf('manual', key),
    reason: 'manual',
    receivedAt,
    severity: 'unknown',
    testId,
    ...windowEndingAt(endDate === undefined ? receivedAt : Date.parse(endDate), hours),
    ...present({ aid, displayName }),
  });
};
