import type { Job } from './queue.ts';

/** What came of a call: the link, when to try again (epoch milliseconds), a failure that may pass, or one that stays. */
export type Created =
  | { readonly kind: 'link'; readonly link: string }
  | { readonly kind: 'limited'; readonly until: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'refused'; readonly status: number };

const RANGE_MS = 2 * 3_600_000;

/** POSTs the snapshot of a job's test, once. */
export const createSnapshot = async (
  { testId, endDate }: Job,
  { apiUrl, token, timeoutMs }: { readonly apiUrl: string; readonly token: string; readonly timeoutMs: number },
): Promise<Created> => {
  const startDate = new Date(Date.parse(endDate) - RANGE_MS).toISOString();
  try {
    const response = await fetch(`${apiUrl}/tests/${testId}/snapshot`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ displayName: `Test ${testId}`, startDate, endDate, isPublic: false }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status, headers } = response;
    if (status === 429)
      return { kind: 'limited', until: Number(headers.get('x-organization-rate-limit-reset')) * 1000 };
    if (status >= 500) return { kind: 'failed' };
    if (status !== 201) return { kind: 'refused', status };
    const { _links: links } = (await response.json()) as { _links: { appLink: { href: string } } };
    return { kind: 'link', link: links.appLink.href };
  } catch {
    return { kind: 'failed' }; // no answer: the connection was cut, or the time was over
  }
};
