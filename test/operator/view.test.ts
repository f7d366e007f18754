import { describe, expect, it } from 'vitest';
import { cancel } from '../../lib/captures/transitions.ts';
import { viewOf } from '../../lib/operator/view.ts';
import {
  A_LINK,
  A_UUID,
  aCapture,
  anAlert,
  aSnapshot,
  aSource,
  HOUR,
  MINUTE,
  NOW,
  SECOND,
  without,
} from '../support/factories.ts';

/** The view as a caller of the API reads it. */
const shown = (...capture: Parameters<typeof viewOf>) => JSON.parse(JSON.stringify(viewOf(...capture)));

describe('the view of a capture', () => {
  it('that is published has its link, its times and what it is about', () => {
    const capture = aCapture({
      state: 'published',
      announcedAt: NOW + SECOND,
      attempts: 3,
      testName: 'Checkout, renamed since',
      snapshot: aSnapshot({ hours: 4, endsAt: NOW - HOUR }, { id: 'qkzvw', visibility: 'private' }),
      covers: [{ captureId: 'b', severity: 'minor', alert: anAlert() }],
      displayName: 'evidence',
      possibleDuplicate: true,
    });

    expect(shown(capture)).toEqual({
      id: 'c0ffee00000000000000000000000001',
      state: 'published',
      reason: 'alert',
      severity: 'major',
      testId: '3417721',
      testName: 'Checkout, renamed since',
      aid: '74411',
      startDate: '2026-03-02T05:00:00Z',
      endDate: '2026-03-02T09:00:00Z',
      receivedAt: '2026-03-02T10:00:00.000Z',
      announcedAt: '2026-03-02T10:00:01.000Z',
      displayName: 'evidence',
      link: A_LINK,
      snapshotId: 'qkzvw',
      expiresAt: '2026-04-01T09:00:00Z',
      visibility: 'private',
      needsLogin: false,
      attempts: 3,
      alert: { alertId: A_UUID, transition: 'trigger', ruleId: '5120077', ruleName: 'Checkout unreachable' },
      covers: ['b'],
      possibleDuplicate: true,
    });
  });

  it('that waits for a closing snapshot names the one that there is, and when the closing one is due', () => {
    const grouped = { until: NOW + 25 * MINUTE, openedBy: 'first', showsUntil: '2026-03-02T10:00:00Z' };

    expect(shown(aCapture({ grouped }))).toMatchObject({
      grouped: {
        captureId: 'first',
        showsUntil: '2026-03-02T10:00:00Z',
        closingDueAt: '2026-03-02T10:25:00.000Z',
      },
    });
    expect(shown(aSource(aSnapshot(), { grouped }))).not.toHaveProperty('grouped');
  });

  it('that waits has its own range, and nothing of a snapshot, an end or an alert that it has not', () => {
    expect(shown(without(aCapture({ reason: 'manual' }), 'alert', 'testName', 'aid'))).toEqual({
      id: 'c0ffee00000000000000000000000001',
      state: 'pending',
      reason: 'manual',
      severity: 'major',
      testId: '3417721',
      startDate: '2026-03-02T08:00:00Z',
      endDate: '2026-03-02T10:00:00Z',
      receivedAt: '2026-03-02T10:00:00.000Z',
      attempts: 0,
    });
  });

  it('has its test’s name from the alert if it has none', () => {
    expect(shown(without(aCapture(), 'testName'))).toMatchObject({ testName: 'Shop checkout' });
  });

  it('that has failed says why, and what to do', () => {
    const failed = aCapture({ state: 'failed', failure: { code: 'forbidden', detail: '403' } });

    expect(shown(failed).failure).toEqual({
      code: 'forbidden',
      detail: '403',
      advice: expect.stringContaining('Create snapshot shares'),
    });
  });

  it('that was cancelled is shown so before its notice is published', () => {
    expect(shown(cancel(aCapture(), 'anna'))).toMatchObject({
      state: 'cancelled',
      failure: { code: 'cancelled' },
      cancelledBy: 'anna',
    });
  });

  it('that shares another one’s snapshot names that one', () => {
    expect(shown(aCapture({ reusedFrom: 'source' }))).toMatchObject({ reusedFrom: 'source' });
    expect(shown(aCapture({ mergedInto: 'leader' }))).toMatchObject({ mergedInto: 'leader' });
  });

  it('that was dropped says when', () => {
    const dropped = shown(aCapture({ state: 'ignored', endedAt: NOW + SECOND }));

    expect(dropped).toMatchObject({ state: 'ignored', endedAt: '2026-03-02T10:00:01.000Z' });
    expect(dropped).not.toHaveProperty('announcedAt');
  });
});
