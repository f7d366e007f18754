import type { LimitHeaders } from '../../lib/planning/retry.ts';
import { errorCodeOf } from '../../lib/thousandeyes/send-errors.ts';

const TIMEOUT_MS = 20_000;

/** What came of one attempt: an answer, or the code of the error that lost it. */
type Attempt =
  | { readonly status: number; readonly text: string; readonly limit: LimitHeaders; readonly remaining: string | null }
  | { readonly lost: string };

/** Sends one request, once. Never throws. */
export const attempt = async (method: string, url: URL, token: string, body: object | undefined): Promise<Attempt> => {
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual', // a redirect would take the token along
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/hal+json, application/problem+json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { headers, status } = response;
    const limit = {
      reset: headers.get('x-organization-rate-limit-reset') ?? undefined,
      retryAfter: headers.get('retry-after') ?? undefined,
    };
    return {
      status,
      text: await response.text(),
      limit,
      remaining: headers.get('x-organization-rate-limit-remaining'),
    };
  } catch (error) {
    return { lost: errorCodeOf(error instanceof TypeError ? error.cause : error) };
  }
};
