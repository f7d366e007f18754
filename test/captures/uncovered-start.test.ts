import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandOf, uncoveredStartOf } from '../../lib/captures/uncovered-start.ts';
import { readCaptureRequest } from '../../lib/operator/requests.ts';
import { aCapture, anAlert, aSnapshot, DAY, HOUR, NOW, SECOND, without } from '../support/factories.ts';

const SERVED = aCapture({ state: 'published', snapshot: aSnapshot(), announcedAt: NOW });
const begun = (ago: number) => anAlert({ startedAt: new Date(NOW - ago).toISOString() });

describe('the start of an alert that its snapshot does not show', () => {
  it.each([
    {
      name: 'five hours and a half',
      ago: 5.5 * HOUR,
      startedAt: '2026-03-02T04:30:00Z',
      hours: 6,
      endDate: '2026-03-02T10:00:00Z',
    },
    {
      name: 'a second',
      ago: 2 * HOUR + SECOND,
      startedAt: '2026-03-02T07:59:59Z',
      hours: 4,
      endDate: '2026-03-02T10:00:00Z',
    },
    {
      name: 'more than two days',
      ago: 50 * HOUR,
      startedAt: '2026-02-28T08:00:00Z',
      hours: 48,
      endDate: '2026-03-02T08:00:00Z',
    },
  ])('has the request of a capture that shows it: $name before', ({ ago, startedAt, hours, endDate }) => {
    const found = uncoveredStartOf(SERVED, [begun(HOUR), begun(ago), undefined]);

    expect(found).toEqual({ startedAt, request: { testId: '3417721', aid: '74411', hours, endDate } });
    expect(readCaptureRequest(found?.request, NOW).ok).toBe(true);
    const shownFrom = Date.parse(endDate) - hours * HOUR;
    expect(shownFrom).toBeLessThanOrEqual(Date.parse(startedAt));
  });

  it.each([
    { name: 'it lies in the range', capture: SERVED, alert: begun(2 * HOUR) },
    { name: 'it is in doubt', capture: SERVED, alert: anAlert({ startedAt: '2026-03-02 04:30:00 EST' }) },
    { name: 'it is unknown', capture: SERVED, alert: without(anAlert(), 'startedAt') },
    { name: 'it is that of a replayed sample', capture: SERVED, alert: begun(40 * DAY) },
    { name: 'there is no alert', capture: SERVED, alert: undefined },
    { name: 'there is no snapshot', capture: aCapture(), alert: begun(6 * HOUR) },
    { name: 'there is no test', capture: without(SERVED, 'testId'), alert: begun(6 * HOUR) },
  ])('is none if $name', ({ capture, alert }) => {
    expect(uncoveredStartOf(capture, [alert])).toBeUndefined();
  });
});

describe('the command for it', () => {
  it('sends the request with the token, which is in no argument of curl', () => {
    const uncovered = uncoveredStartOf(without(SERVED, 'aid'), [begun(6 * HOUR)]);
    if (uncovered === undefined) throw new Error('it is not covered');
    const fakeCurl = 'curl() { echo "stdin: $(cat)"; printf "%s\\n" "$@"; }';

    const { stdout } = spawnSync('bash', ['-c', `${fakeCurl}; ${commandOf(uncovered)}`], {
      encoding: 'utf8',
      env: { ...process.env, OPERATOR_TOKEN: 'the-token', API_URL: 'http://127.0.0.1:3000' },
    });

    expect(stdout.trimEnd().split('\n')).toEqual([
      'stdin: Authorization: Bearer the-token',
      '-sS',
      '-H',
      '@-',
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"testId":"3417721","hours":6,"endDate":"2026-03-02T10:00:00Z"}',
      'http://127.0.0.1:3000/captures',
    ]);
  });
});
