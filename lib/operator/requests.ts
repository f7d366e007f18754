import * as z from 'zod/mini';
import { SEVERITIES } from '../alerts/alert.ts';
import { CAPTURE_REASONS } from '../captures/capture-fields.ts';
import { CAPTURE_STATES } from '../captures/capture.ts';
import type { CaptureRequest } from '../captures/from-request.ts';
import { type ListQuery, readCursor } from '../ledger/list.ts';
import { NOT_WINDOW_HOURS, WINDOW_HOURS } from '../captures/window.ts';
import { DECIMAL_ID, NOT_DECIMAL_ID } from '../alerts/decimal-id.ts';

/** The value read from a request, or all its faults in one line. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: string };

/** The fault of an object as a whole, because zod/mini has no messages. It repeats no name from the request. */
const notAnObjectOf =
  (...known: readonly string[]) =>
  (issue: z.core.$ZodRawIssue): string =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.length === 1 ? 'an unknown name' : 'unknown names'}; known are ${known.join(', ')}`
      : `Invalid input: expected object, received ${z.util.parsedType(issue.input)}`;

const notDecimal = { error: NOT_DECIMAL_ID };

const decimalId = z
  .pipe(z.union([z.string(), z.int(notDecimal)], notDecimal), z.transform(String))
  .check(z.refine((value) => DECIMAL_ID.test(value), notDecimal));

const utc = z.iso.datetime({ error: 'must be a UTC date-time such as 2026-03-01T10:00:00Z' });

/** ThousandEyes keeps data for 30 to 90 days. A request for older data is a mistake, and would only spend a slot. */
const OLDEST_MS = 366 * 86_400_000;

const captureRequest = z.strictObject(
  {
    testId: decimalId,
    aid: z.optional(decimalId),
    hours: z._default(z.literal(WINDOW_HOURS, { error: NOT_WINDOW_HOURS }), 2),
    endDate: z.optional(utc),
    displayName: z.optional(
      z
        .string({ error: 'must be text' })
        .check(
          z.minLength(1, { error: 'must not be empty' }),
          z.maxLength(200, { error: 'must have at most 200 characters' }),
        ),
    ),
  },
  { error: notAnObjectOf('testId', 'aid', 'hours', 'endDate', 'displayName') },
);

const read = <T>(schema: z.ZodMiniType<T>, value: unknown): Read<T> => {
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
    captureRequest.check(
      // An invalid date passes both checks, because it has its own fault.
      z.refine(({ endDate }) => endDate === undefined || !(Date.parse(endDate) > now), {
        path: ['endDate'],
        error: 'must not be in the future',
      }),
      z.refine(({ endDate }) => endDate === undefined || !(Date.parse(endDate) <= now - OLDEST_MS), {
        path: ['endDate'],
        error: 'must be within the last year: ThousandEyes keeps no data for longer',
      }),
    ),
    body,
  );

/** Reads an `Idempotency-Key`: 1 to 255 characters of printable ASCII; undefined if the header is absent. */
export const readIdempotencyKey = (header: string | undefined): Read<string | undefined> =>
  read(
    z.optional(
      z
        .string()
        .check(
          z.regex(/^[\x21-\x7e]{1,255}$/, { error: 'Idempotency-Key: must be 1 to 255 printable ASCII characters' }),
        ),
    ),
    header,
  );

/** API Gateway ends a request after 30 seconds. */
const MAX_WAIT_SECONDS = 25;

/** The seconds in `Prefer: wait=N` (RFC 7240), 25 at most; 0 if the header is absent or cannot be read. */
export const waitOf = (prefer: string | undefined): number => {
  const wait = prefer?.split(',').map((preference) => preference.trim().match(/^wait\s*=\s*"?(\d{1,9})"?$/i)?.[1]);
  return Math.min(MAX_WAIT_SECONDS, Number(wait?.find((seconds) => seconds !== undefined) ?? 0));
};

const asEpochMillis = z.transform((value: string) => Date.parse(value));

const limit = z.string().check(z.regex(/^([1-9]\d?|1\d\d|200)$/, { error: 'must be a number from 1 to 200' }));

const cursor = z
  .pipe(
    z.string(),
    z.transform((value) => readCursor(value) ?? null),
  )
  .check(z.refine((value) => value !== null, { error: 'must be the nextCursor of an earlier answer' }));

const listRequest = z.pipe(
  z.strictObject(
    {
      state: z.optional(z.enum(CAPTURE_STATES, { error: `must be one of ${CAPTURE_STATES.join(', ')}` })),
      testId: z.optional(decimalId),
      aid: z.optional(decimalId),
      alertId: z.optional(
        z
          .string()
          .check(
            z.minLength(1, { error: 'must not be empty' }),
            z.maxLength(1000, { error: 'must have at most 1000 characters' }),
          ),
      ),
      severity: z.optional(z.enum(SEVERITIES, { error: `must be one of ${SEVERITIES.join(', ')}` })),
      reason: z.optional(z.enum(CAPTURE_REASONS, { error: `must be one of ${CAPTURE_REASONS.join(', ')}` })),
      since: z.optional(z.pipe(utc, asEpochMillis)),
      limit: z._default(z.pipe(limit, z.transform(Number)), 50),
      cursor: z.optional(cursor),
    },
    { error: notAnObjectOf('state', 'testId', 'aid', 'alertId', 'severity', 'reason', 'since', 'limit', 'cursor') },
  ),
  z.transform(({ cursor: after, ...query }) => ({ ...query, after: after ?? undefined })),
);

/** The query of `GET /captures`, with its defaults. */
export const readListQuery = (query: Readonly<Record<string, string | undefined>> = {}): Read<ListQuery> =>
  read(listRequest, query);
