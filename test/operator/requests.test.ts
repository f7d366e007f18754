import { describe, expect, it } from 'vitest';
import { readCaptureRequest, readListQuery } from '../../lib/operator/requests.ts';

const NOW = Date.parse('2026-03-02T06:00:00Z');
const faultsOf = (body: unknown) => {
  const read = readCaptureRequest(body, NOW);
  return read.ok ? undefined : read.faults;
};

describe('a capture request that does not fit', () => {
  it.each([
    ['a key that is not known', { testId: '1', test: 'x' }, 'Unrecognized key: "test"'],
    ['two keys that are not known', { testId: '1', test: 'x', aId: '2' }, 'Unrecognized keys: "test", "aId"'],
    ['a list', [], 'Invalid input: expected object, received array'],
    ['null', null, 'Invalid input: expected object, received null'],
    ['no testId', {}, 'testId: must be an id of digits'],
    ['an id that is no integer', { testId: 1.5 }, 'testId: must be an id of digits'],
    ['an id that lost digits as a number', { testId: 2 ** 53 }, 'testId: must be an id of digits'],
    ['hours of no window', { testId: '1', hours: 3 }, 'hours: must be one of 1, 2, 4, 6, 12, 24, 48'],
    ['a name that is no text', { testId: '1', displayName: 1 }, 'displayName: must be text'],
    [
      'an end that is no text',
      { testId: '1', endDate: 1 },
      'endDate: must be a UTC date-time such as 2026-03-01T10:00:00Z',
    ],
  ])('%s: says so', (_, body, faults) => {
    expect(faultsOf(body)).toBe(faults);
  });
});

describe('a list query with parameters that are not known', () => {
  it('names them', () => {
    const read = readListQuery({ limit: '5', states: 'failed', tests: '1' });

    expect(read).toEqual({ ok: false, faults: 'Unrecognized keys: "states", "tests"' });
  });
});
