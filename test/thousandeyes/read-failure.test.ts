import { describe, expect, it } from 'vitest';
import { readFailure } from '../../lib/thousandeyes/read-failure.ts';

const answer = (status: number, headers = {}, body: unknown = '') => ({ status, headers, text: JSON.stringify(body) });

describe('an answer that is no success', () => {
  it.each([
    { status: 301, outcome: 'redirected' },
    { status: 308, outcome: 'redirected' },
    { status: 400, outcome: 'rejected' },
    { status: 401, outcome: 'unauthorized' },
    { status: 403, outcome: 'forbidden' },
    { status: 404, outcome: 'rejected' },
    { status: 408, outcome: 'doubtful' },
    { status: 429, outcome: 'limited' },
    { status: 499, outcome: 'rejected' },
    { status: 500, outcome: 'doubtful' },
    { status: 502, outcome: 'doubtful' },
    { status: 503, outcome: 'unavailable' },
    { status: 504, outcome: 'doubtful' },
  ])('$status is $outcome', ({ status, outcome }) => {
    expect(readFailure(answer(status)).outcome).toBe(outcome);
  });

  it.each([429, 503])('%i says when to come back, the first of several headers', (status) => {
    const failure = readFailure(answer(status, { 'retry-after': ['7', '9'] }));

    expect(failure).toMatchObject({ headers: { retryAfter: '7' } });
  });

  it('429 says when the organisation’s limit is reset', () => {
    const failure = readFailure(answer(429, { 'x-organization-rate-limit-reset': '1772445900' }));

    expect(failure).toEqual({ outcome: 'limited', headers: { reset: '1772445900', retryAfter: undefined } });
  });

  it('is told apart by its status and the codes of its errors', () => {
    const errors = [{ code: 'too-wide' }, { field: 'endDate' }, { code: 'name' }];

    expect(readFailure(answer(400, {}, { errors }))).toMatchObject({ refusal: '400 too-wide name' });
    expect(readFailure(answer(422))).toMatchObject({ refusal: '422', detail: '422' });
  });
});
