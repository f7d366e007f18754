import { describe, expect, it } from 'vitest';
import { readFailure } from '../../lib/thousandeyes/read-failure.ts';

const answer = (status: number, headers = {}, body: unknown = '') => ({ status, headers, text: JSON.stringify(body) });

describe('an answer that is no success', () => {
  it.each([
    { status: 300, outcome: 'redirected' },
    { status: 301, outcome: 'redirected' },
    { status: 399, outcome: 'redirected' },
    { status: 403, outcome: 'forbidden' },
    { status: 408, outcome: 'doubtful' },
    { status: 500, outcome: 'doubtful' },
    { status: 502, outcome: 'doubtful' },
    { status: 503, outcome: 'unavailable' },
    { status: 504, outcome: 'doubtful' },
  ])('$status is $outcome, and says what its body says', ({ status, outcome }) => {
    expect(readFailure(answer(status, {}, { title: 'No' }))).toMatchObject({ outcome, detail: `${status} No` });
    expect(readFailure(answer(status))).toMatchObject({ outcome, detail: String(status) });
  });

  it.each([400, 402, 404, 407, 409, 422, 428, 430, 499])('%i is rejected, and says why', (status) => {
    const body = { title: 'No', errors: [{ code: 'a' }] };

    expect(readFailure(answer(status, {}, body))).toEqual({
      outcome: 'rejected',
      status,
      detail: `${status} No`,
      refusal: `${status} a`,
    });
  });

  it('401 is the token, and nothing more', () => {
    expect(readFailure(answer(401, {}, { title: 'No' }))).toEqual({ outcome: 'unauthorized' });
  });

  it.each([429, 503])('%i says when to come back, the first of several headers', (status) => {
    const failure = readFailure(answer(status, { 'retry-after': ['7', '9'] }));

    expect(failure).toMatchObject({ headers: { retryAfter: '7' } });
  });

  it('429 says when the organization’s limit is reset', () => {
    const failure = readFailure(answer(429, { 'x-organization-rate-limit-reset': '1772445900' }));
    const both = readFailure(answer(429, { 'x-organization-rate-limit-reset': ['1772445900'], 'retry-after': '7' }));

    expect(failure).toEqual({ outcome: 'limited', headers: { reset: '1772445900', retryAfter: undefined } });
    expect(both).toEqual({ outcome: 'limited', headers: { reset: '1772445900', retryAfter: '7' } });
  });

  it('is told apart by its status and the codes of its errors', () => {
    const errors = [{ code: 'too-wide' }, { field: 'endDate' }, { code: 'name' }];

    expect(readFailure(answer(400, {}, { errors }))).toMatchObject({ refusal: '400 too-wide name' });
    expect(readFailure(answer(422))).toMatchObject({ refusal: '422', detail: '422' });
  });
});
