import { createHash } from 'node:crypto';
import * as z from 'zod';
import { present } from './alert-fields.ts';
import { CAPTURE_STATES, type Capture, captureIdOf, newCapture } from './capture.ts';
import { type ListQuery, readCursor } from './capture-list.ts';
import { WINDOW_HOURS, windowEndingAt } from './window.ts';
import { DECIMAL_ID } from './decimal-id.ts';

/** What was read of a request, or every fault of it in one line, for the caller to correct. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: string };

const decimalId = z
  .union([z.string(), z.int()], { error: 'must be a decimal id' })
  .transform(String)
  .refine((value) => DECIMAL_ID.test(value), { error: 'must be a decimal id' });

const utc = z.iso.datetime({ error: 'must be a UTC date-time such as 2026-03-01T10:00:00Z' });

/** The vendor keeps data for 30 to 90 days. What is older than this is a slip, and would only spend a slot. */
const OLDEST_MS = 366 * 86_400_000;

const captureRequest = z.strictObject({
  testId: decimalId,
  aid: decimalId.optional(),
  hours: z.literal(WINDOW_HOURS, { error: `must be one of ${WINDOW_HOURS.join(', ')}` }).default(2),
  endDate: utc.optional(),
  displayName: z
    .string({ error: 'must be text' })
    .min(1, { error: 'must not be empty' })
    .max(200, { error: 'must have at most 200 characters' })
    .optional(),
});

export type CaptureRequest = z.infer<typeof captureRequest>;

const read = <T>(schema: z.ZodType<T>, value: unknown): Read<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  return { ok: false, faults: faults.join('; ') };
};

/** A manual capture request with its defaults. `now` is epoch milliseconds. */
export const readCaptureRequest = (body: unknown, now: number): Read<CaptureRequest> =>
  read(
    captureRequest
      .refine(({ endDate }) => endDate === undefined || Date.parse(endDate) <= now, {
        path: ['endDate'],
        error: 'must not be in the future',
      })
      .refine(({ endDate }) => endDate === undefined || Date.parse(endDate) > now - OLDEST_MS, {
        path: ['endDate'],
        error: 'must be within the last year: ThousandEyes keeps no data for longer',
      }),
    body,
  );

/** The capture of an operator's request. Requests with the same `key` are one capture. */
export const manualCapture = (request: CaptureRequest, receivedAt: number, key: string): Capture => {
  const { testId, aid, hours, endDate, displayName } = request;
  return newCapture({
    id: captureIdOf('manual', key),
    reason: 'manual',
    receivedAt,
    severity: 'unknown',
    testId,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([testId, aid, hours, endDate, displayName]))
      .digest('hex'),
    ...windowEndingAt(endDate === undefined ? receivedAt : Date.parse(endDate), hours),
    ...present({ aid, displayName }),
  });
};

/** An `Idempotency-Key`: any printable ASCII, 255 characters at most; undefined where there is none. */
export const readIdempotencyKey = (header: string | undefined): Read<string | undefined> =>
  read(
    z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, { error: 'Idempotency-Key: must be 1 to 255 printable ASCII characters' })
      .optional(),
    header,
  );

/** API Gateway ends a request after 30 seconds. */
const MAX_WAIT_SECONDS = 25;

/** Seconds that `Prefer: wait=N` (RFC 7240) asks for, 25 at most; 0 where it does not, or not understandably. */
export const waitOf = (prefer: string | undefined): number => {
  const wait = prefer?.split(',').map((preference) => preference.trim().match(/^wait\s*=\s*"?(\d{1,9})"?$/i)?.[1]);
  return Math.min(MAX_WAIT_SECONDS, Number(wait?.find((seconds) => seconds !== undefined) ?? 0));
};

const listRequest = z
  .strictObject({
    state: z.enum(CAPTURE_STATES, { error: `must be one of ${CAPTURE_STATES.join(', ')}` }).optional(),
    testId: decimalId.optional(),
    since: utc.transform((value) => Date.parse(value)).optional(),
    limit: z
      .string()
      .regex(/^([1-9]\d?|1\d\d|200)$/, { error: 'must be a number from 1 to 200' })
      .transform(Number)
      .default(50),
    cursor: z
      .string()
      .transform((value) => readCursor(value) ?? null)
      .refine((value) => value !== null, { error: 'must be the nextCursor of an earlier answer' })
      .optional(),
  })
  .transform(({ cursor, ...query }) => ({ ...query, after: cursor ?? undefined }));

/** The query of `GET /captures`, with its defaults. */
export const readListQuery = (query: Readonly<Record<string, string | undefined>> = {}): Read<ListQuery> =>
  read(listRequest, query);
