import { limitEndsAt } from '../lib/planning/retry.ts';
import { errorCodeOf } from '../lib/thousandeyes/error-code.ts';
import { mayCarryToken } from './may-carry-token.ts';

interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  readonly tookMs: number;
}

/** An answer with any status, or why there is no answer. */
export type Reply =
  | Answer
  | {
      readonly kind: 'none';
      /** Such as `ECONNREFUSED`, `CERT_HAS_EXPIRED` or `TimeoutError`. */
      readonly code: string;
    };

interface Request {
  /** GET by default. */
  readonly method?: string;
  readonly token?: string | undefined;
  /** These headers replace the default headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Milliseconds on top of the timeout, for an answer that is delayed by design. */
  readonly extraMs?: number;
}

export type Call = (url: string, request?: Request) => Promise<Reply>;

/** Receives the `Date` header of every answer. Times are epoch milliseconds. */
export type OnDate = (server: string, date: string | undefined, sentAt: number, answeredAt: number) => void;

export interface CallOptions {
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly onDate?: OnDate;
}

/**
 * Sends each request once over HTTP. It follows no redirect, and sends no token over plain HTTP except to this machine,
 * so that a token goes only to the named server. Every failure is a value.
 */
export const createCall =
  ({ timeoutMs, now, onDate }: CallOptions): Call =>
  async (url, { method = 'GET', token, headers = {}, body, extraMs = 0 } = {}) => {
    const sentAt = now();
    if (token !== undefined && !mayCarryToken(url)) return { kind: 'none', code: 'NOT_OVER_TLS' };
    try {
      const response = await fetch(url, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs + extraMs),
        headers: {
          accept: 'application/hal+json, application/json, application/problem+json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answeredAt = now();
      onDate?.(new URL(url).origin, response.headers.get('date') ?? undefined, sentAt, answeredAt);
      return {
        kind: 'answer',
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        text: await response.text(),
        tookMs: answeredAt - sentAt,
      };
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      return { kind: 'none', code: errorCodeOf(cause) };
    }
  };

/**
 * When the organization may call ThousandEyes again, in epoch milliseconds; undefined if the answer does not say.
 *
 * @param now epoch milliseconds
 */
export const requestLimitEndsAt = ({ header }: Pick<Answer, 'header'>, now: number): number | undefined =>
  limitEndsAt({ reset: header('x-organization-rate-limit-reset'), retryAfter: header('retry-after') }, now);

/** Why there was no answer, in words. */
export const whyNone = (code: string): string => {
  if (code === 'NOT_OVER_TLS') return 'no token is sent over plain http';
  if (code === 'TimeoutError') return 'no answer in time';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `its name does not resolve (${code})`;
  if (/CERT|VERIFY/.test(code)) return `its TLS certificate is not accepted (${code})`;
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return `it does not speak TLS (${code})`;
  return `it cannot be reached (${code})`;
};
