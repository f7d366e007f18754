import type { LimitDecision } from './limiter.ts';

/** A request for a snapshot, as it arrived. */
export interface SnapshotCall {
  readonly testId: string;
  /** Path and query behind the API's base. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The link that a 201's body brings, as a parser of URLs writes it; undefined if there is none. */
export const linkIn = ({ status, body }: Answer): string | undefined => {
  if (status !== 201) return undefined;
  try {
    const { _links: links } = JSON.parse(body) as { _links?: { appLink?: { href?: string } } };
    const { href = '' } = links?.appLink ?? {};
    return URL.canParse(href) ? new URL(href).href : undefined;
  } catch {
    return undefined; // whoever sent that has sent no link
  }
};

const json = (status: number, body: object, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'content-type': status < 300 ? 'application/hal+json' : 'application/problem+json', ...headers },
  body: JSON.stringify(body),
});

export const failed = (status: 502 | 503): Answer => json(status, { title: 'The API is out', status });

const ALLOWED_HOURS = new Set([1, 2, 4, 6, 12, 24, 48]);

const isSnapshotRequest = (body: string): boolean => {
  try {
    const { displayName, startDate, endDate } = JSON.parse(body) as Record<string, unknown>;
    const hours = (Date.parse(String(endDate)) - Date.parse(String(startDate))) / 3_600_000;
    return typeof displayName === 'string' && ALLOWED_HOURS.has(hours);
  } catch {
    return false;
  }
};

/** The API's answer: 401, 400, 429, or 201 with a link that no other call gets. `call` is the call's number. */
export const answerOf = (snapshot: SnapshotCall, call: number, token: string, limit: LimitDecision): Answer => {
  const headers = {
    'x-organization-rate-limit-remaining': String(limit.remaining),
    'x-organization-rate-limit-reset': String(Math.ceil(limit.resetAt / 1000)),
  };
  if (!limit.isAllowed) return json(429, { title: 'Too Many Requests', status: 429 }, headers);
  if (snapshot.authorization !== `Bearer ${token}`) return json(401, { error: 'invalid_token' }, headers);
  if (!isSnapshotRequest(snapshot.body)) return json(400, { title: 'Bad Request', status: 400 }, headers);
  const id = `${call}-${snapshot.testId}`;
  const appLink = { href: `https://proof.example/share/${id}` };
  return json(201, { id, sourceTestId: snapshot.testId, _links: { appLink } }, headers);
};
