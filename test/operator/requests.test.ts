import { describe, expect, it } from 'vitest';
import { CAPTURE_STATES } from '../../lib/captures/capture.ts';
import { readCaptureRequest, readIdempotencyKey, readListQuery, waitOf } from '../../lib/operator/requests.ts';
import { cursorOf } from '../../lib/ledger/list.ts';

const NOW = Date.parse('2026-03-02T06:00:00Z');
const faultsOf = (body: unknown) => {
  const read = readCaptureRequest(body, NOW);
  return read.ok ? undefined : read.faults;
};

describe('a capture request that does not fit', () => {
  it.each([
    [
      'a key that is not known',
      { testId: '1', test: 'x' },
      'an unknown name; known are testId, aid, hours, endDate, displayName',
    ],
    [
      'two keys that are not known',
      { testId: '1', test: 'x', aId: '2' },
      'unknown names; known are testId, aid, hours, endDate, displayName',
    ],
    ['a list', [], 'Invalid input: expected object, received array'],
    ['null', null, 'Invalid input: expected object, received null'],
    ['no testId', {}, 'testId: must be an id of digits'],
    ['an id that is no integer', { testId: 1.5 }, 'testId: must be an id of digits'],
    ['an id with a blank', { testId: ' 1' }, 'testId: must be an id of digits'],
    ['an account group that is none', { testId: '1', aid: 'a' }, 'aid: must be an id of digits'],
    ['an id that lost digits as a number', { testId: 2 ** 53 }, 'testId: must be an id of digits'],
    ['hours of no window', { testId: '1', hours: 3 }, 'hours: must be one of 1, 2, 4, 6, 12, 24, 48'],
    ['a name that is no text', { testId: '1', displayName: 1 }, 'displayName: must be text'],
    ['an empty name', { testId: '1', displayName: '' }, 'displayName: must not be empty'],
    ['a name too long', { testId: '1', displayName: 'x'.repeat(201) }, 'displayName: must have at most 200 characters'],
    [
      'an end that is no date',
      { testId: '1', endDate: 'yesterday' },
      'endDate: must be a UTC date-time such as 2026-03-01T10:00:00Z',
    ],
    ['an end that is ahead', { testId: '1', endDate: '2026-03-02T06:00:01Z' }, 'endDate: must not be in the future'],
    [
      'an end of long ago',
      { testId: '1', endDate: '2025-03-01T06:00:00Z' },
      'endDate: must be within the last year: ThousandEyes keeps no data for longer',
    ],
    [
      'an end that is no text',
      { testId: '1', endDate: 1 },
      'endDate: must be a UTC date-time such as 2026-03-01T10:00:00Z',
    ],
  ])('%s: says so', (_, body, faults) => {
    expect(faultsOf(body)).toBe(faults);
  });
});

describe('a capture request', () => {
  it.each([
    { name: 'nothing but a test', body: { testId: '1' }, value: { testId: '1', hours: 2 } },
    { name: 'ids as numbers', body: { testId: 1, aid: 7 }, value: { testId: '1', aid: '7', hours: 2 } },
    { name: 'an end that is now', body: { testId: '1', endDate: '2026-03-02T06:00:00Z' }, value: { hours: 2 } },
    { name: 'an end of a year ago', body: { testId: '1', endDate: '2025-03-01T06:00:01Z' }, value: { hours: 2 } },
    {
      name: 'the longest name, and the longest window',
      body: { testId: '1', hours: 48, displayName: 'x'.repeat(200) },
      value: { hours: 48, displayName: 'x'.repeat(200) },
    },
  ])('may have $name', ({ body, value }) => {
    expect(readCaptureRequest(body, NOW)).toMatchObject({ ok: true, value });
  });
});

describe('an Idempotency-Key', () => {
  it.each([undefined, '!', 'x'.repeat(255)])('may be %s', (key) => {
    expect(readIdempotencyKey(key)).toEqual({ ok: true, value: key });
  });

  it.each(['', 'a b', ' a', 'a ', 'ü', 'üa', 'aü', 'x'.repeat(256)])('may not be %j', (key) => {
    expect(readIdempotencyKey(key)).toMatchObject({
      ok: false,
      faults: expect.stringContaining('255 printable ASCII'),
    });
  });
});

describe('Prefer: wait', () => {
  it.each([
    { prefer: 'wait=3', seconds: 3 },
    { prefer: 'WAIT = "10"', seconds: 10 },
    { prefer: 'respond-async, wait=20', seconds: 20 },
    { prefer: 'wait=5;foo, wait=7', seconds: 7 },
    { prefer: 'wait=25', seconds: 25 },
    { prefer: 'wait=3600', seconds: 25 },
  ])('is so many seconds: $prefer', ({ prefer, seconds }) => {
    expect(waitOf(prefer)).toBe(seconds);
  });

  it.each([undefined, '', 'wait', 'wait=', 'wait=x', 'wait=-1', 'await=3', 'wait=3x', 'wait=3.5', 'wait=1234567890'])(
    'is none: %s',
    (prefer) => {
      expect(waitOf(prefer)).toBe(0);
    },
  );
});

describe('a list query', () => {
  it('is the newest fifty without parameters', () => {
    expect(readListQuery()).toEqual({ ok: true, value: { limit: 50, after: undefined } });
  });

  it('has its parameters in the form that the ledger takes', () => {
    const position = { id: 'a'.repeat(32), receivedAt: 5 };
    const query = {
      state: 'failed',
      testId: '7',
      aid: '9',
      alertId: 'alert-1',
      severity: 'major',
      reason: 'manual',
      since: '2026-03-02T06:00:00Z',
      limit: '200',
      cursor: cursorOf(position),
    };

    expect(readListQuery(query)).toEqual({
      ok: true,
      value: {
        state: 'failed',
        testId: '7',
        aid: '9',
        alertId: 'alert-1',
        severity: 'major',
        reason: 'manual',
        since: NOW,
        limit: 200,
        after: position,
      },
    });
  });

  it.each(CAPTURE_STATES)('may be of the state %s', (state) => {
    expect(readListQuery({ state })).toMatchObject({ ok: true, value: { state } });
  });

  it.each(['1', '9', '10', '99', '100', '199', '200'])('may have a limit of %s', (limit) => {
    expect(readListQuery({ limit })).toMatchObject({ ok: true, value: { limit: Number(limit) } });
  });

  it.each([
    ...['0', '01', '201', '1000', '9x', 'x9', '-1', '1.5', ''].map((limit) => ({
      query: { limit },
      fault: 'limit: must be a number from 1 to 200',
    })),
    { query: { cursor: 'x' }, fault: 'cursor: must be the nextCursor of an earlier answer' },
    { query: { since: '2026-03-02' }, fault: 'since: must be a UTC date-time such as 2026-03-01T10:00:00Z' },
    { query: { testId: 'x' }, fault: 'testId: must be an id of digits' },
    { query: { aid: '0' }, fault: 'aid: must be an id of digits' },
    { query: { alertId: '' }, fault: 'alertId: must not be empty' },
    { query: { alertId: 'x'.repeat(1001) }, fault: 'alertId: must have at most 1000 characters' },
    { query: { severity: 'urgent' }, fault: 'severity: must be one of critical, major, minor, info, unknown' },
    { query: { reason: 'fun' }, fault: 'reason: must be one of alert, manual, schedule' },
    {
      query: { state: 'done' },
      fault: 'state: must be one of pending, claimed, created, published, failed, ignored, cancelled',
    },
  ])('says what is wrong: $query', ({ query, fault }) => {
    expect(readListQuery(query)).toEqual({ ok: false, faults: fault });
  });
});

describe('a list query with parameters that are not known', () => {
  // Before, the answer repeated the names, so an address could put any text on the board's page.
  it('names those that are', () => {
    const read = readListQuery({ limit: '5', states: 'failed', tests: '1' });

    expect(read).toEqual({
      ok: false,
      faults: 'unknown names; known are state, testId, aid, alertId, severity, reason, since, limit, cursor',
    });
  });
});
