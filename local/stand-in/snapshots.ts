import * as z from 'zod';

const HOUR_MS = 3_600_000;
const ALLOWED_HOURS = new Set([1, 2, 4, 6, 12, 24, 48]);
export const LIFETIME_MS = 30 * 24 * HOUR_MS;

const utc = z.iso.datetime({ error: 'must be an ISO 8601 date-time in UTC' });

const snapshotRequest = z
  .object({
    displayName: z.string({ error: 'is required' }).min(1, { error: 'must not be empty' }),
    startDate: utc,
    endDate: utc,
    isPublic: z.boolean({ error: 'must be a boolean' }).default(false),
  })
  .refine(({ startDate, endDate }) => ALLOWED_HOURS.has((Date.parse(endDate) - Date.parse(startDate)) / HOUR_MS), {
    path: ['startDate'],
    error: 'the range must be 1, 2, 4, 6, 12, 24 or 48 hours',
  })
  .refine(({ endDate }) => Date.parse(endDate) <= Date.now(), {
    path: ['endDate'],
    error: 'must be the present or a past date',
  });

/** A snapshot as the stand-in stores it. */
export interface StoredSnapshot extends z.infer<typeof snapshotRequest> {
  readonly id: string;
  readonly testId: string;
  readonly aid: string | undefined;
  readonly createdAt: number;
}

/** One fault of a request. ThousandEyes' 400 lists all of them. */
interface ValidationFault {
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

/** Validates the body of `POST /tests/{testId}/snapshot` as ThousandEyes does: the request, or its faults. */
export const readSnapshotRequest = (
  body: string,
): { readonly request: z.infer<typeof snapshotRequest> } | { readonly faults: readonly ValidationFault[] } => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { faults: [{ code: 'INVALID', field: 'body', message: 'is not JSON' }] };
  }
  const parsed = snapshotRequest.safeParse(value);
  if (parsed.success) return { request: parsed.data };
  const faults = parsed.error.issues.map(({ path, message }) => ({ code: 'INVALID', field: path.join('.'), message }));
  return { faults };
};

/**
 * The complete 201 body as ThousandEyes documents it, with the requested kind of link.
 *
 * @param origin the origin of the server
 * @param publicUrl the base URL of the pages behind the links, without a slash at its end
 */
export const snapshotAnswer = (snapshot: StoredSnapshot, origin: string, publicUrl = origin) => {
  const startRoundId = Date.parse(snapshot.startDate) / 1000;
  const endRoundId = Date.parse(snapshot.endDate) / 1000;
  return {
    id: snapshot.id,
    startRoundId,
    endRoundId,
    roundId: startRoundId,
    shareDate: new Date(snapshot.createdAt).toISOString(),
    uid: '281474976810911',
    displayName: snapshot.displayName,
    extraParams: '',
    testId: `28147${Number.parseInt(snapshot.id, 36)}`,
    sourceTestId: snapshot.testId,
    test: {
      testId: snapshot.testId,
      testName: `Test ${snapshot.testId}`,
      type: 'http-server',
      interval: 120,
      enabled: true,
      alertsEnabled: true,
      liveShare: false,
      savedEvent: snapshot.isPublic,
      description: '',
      createdBy: 'operator@example.com',
      createdDate: '2025-01-01T00:00:00Z',
      _links: { self: { href: `${origin}/v7/tests/http-server/${snapshot.testId}` }, testResults: [] },
    },
    _links: {
      appLink: { href: linkOf(snapshot, publicUrl) },
      self: { href: `${origin}/v7/tests/${snapshot.testId}/snapshot` },
    },
  };
};

/** A share link, or a link into the app. The latter needs a login. */
const linkOf = ({ id, aid, isPublic }: StoredSnapshot, at: string): string =>
  isPublic ? `${at}/view/tests/?snapshot=${id}${aid === undefined ? '' : `&__a=${aid}`}` : `${at}/share/${id}`;
