import type { CallFailure } from '../planning/call-failure.ts';
import { readErrorCodes, readProblem } from './answers.ts';

/** An answer with any status, not interpreted yet. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/**
 * Classifies an answer that is no success, by its status. `judge` in `lib/planning/verdict.ts` decides what follows
 * from it.
 */
export const readFailure = ({ status, headers, text }: RawAnswer): CallFailure => {
  const detail = `${status} ${readProblem(text)}`.trim();
  if (status === 401) return { outcome: 'unauthorized' };
  if (status === 403) return { outcome: 'forbidden', detail };
  if (status === 429) {
    const reset = single(headers['x-organization-rate-limit-reset']);
    return { outcome: 'limited', headers: { reset, retryAfter: single(headers['retry-after']) } };
  }
  if (status === 503)
    return { outcome: 'unavailable', headers: { retryAfter: single(headers['retry-after']) }, detail };
  if (status >= 300 && status < 400) return { outcome: 'redirected', detail };
  if (status >= 400 && status < 500 && status !== 408)
    return { outcome: 'rejected', status, detail, refusal: [status, ...readErrorCodes(text)].join(' ') };
  return { outcome: 'doubtful', detail };
};

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
