import type { CallFailure } from '../../lib/planning/call-failure.ts';

/**
 * Failed calls as the client reports them: by status, and by `Retry-After` if it matters. `test/contract` checks them
 * against the real client.
 */
export const FAILURES = {
  '400': { outcome: 'rejected', status: 400, detail: '400', refusal: '400' },
  '401': { outcome: 'unauthorized' },
  '403': { outcome: 'forbidden', detail: '403' },
  '404': { outcome: 'rejected', status: 404, detail: '404', refusal: '404' },
  '301': { outcome: 'redirected', detail: '301' },
  '500': { outcome: 'doubtful', detail: '500' },
  '502': { outcome: 'doubtful', detail: '502' },
  '504': { outcome: 'doubtful', detail: '504' },
  '503': { outcome: 'unavailable', headers: { retryAfter: undefined }, detail: '503' },
  '503 with Retry-After': { outcome: 'unavailable', headers: { retryAfter: '120' }, detail: '503' },
  '429': { outcome: 'limited', headers: { reset: undefined, retryAfter: undefined } },
  '429 with Retry-After': { outcome: 'limited', headers: { reset: undefined, retryAfter: '120' } },
} as const satisfies Readonly<Record<string, CallFailure>>;

export type FailureName = keyof typeof FAILURES;
