import { describe, expect, it } from 'vitest';
import { FAILURE_ADVICE } from '../../lib/captures/failure-advice.ts';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../support/notifications.ts';
import { aCapture, aFailed, anAlert, without } from '../support/factories.ts';

/* All fields of these captures have different values, so that a test notices two exchanged fields. */

const follower = anAlert({
  transition: 'clear',
  severity: 'minor',
  testId: '22',
  testName: 'follower’s test',
  aid: '222',
  alertId: 'alert 2',
  eventId: 'event 2',
  alertType: 'type 2',
  ruleId: 'rule id 2',
  ruleName: 'rule 2',
  startedAt: '2026-03-02T02:22:00Z',
  permalink: 'https://app.thousandeyes.com/2',
});
const fields = {
  id: 'capture 1',
  severity: 'info',
  testId: '11',
  testName: 'capture’s test',
  aid: '111',
  receivedAt: 1,
  startDate: '2026-03-02T01:11:00Z',
  endDate: '2026-03-02T03:11:00Z',
  alert: anAlert({
    severity: 'critical',
    testId: '1111',
    testName: 'alert’s test',
    aid: '11111',
    alertId: 'alert 1',
    eventId: 'event 1',
    alertType: 'type 1',
    ruleId: 'rule id 1',
    ruleName: 'rule 1',
    startedAt: '2026-03-02T01:12:00Z',
    permalink: 'https://app.thousandeyes.com/1',
  }),
  covers: [
    { captureId: 'capture 2', severity: 'major', alert: follower },
    { captureId: 'capture 3', severity: 'minor' },
  ],
} as const;
const snapshot = {
  id: 'snapshot 1',
  link: 'https://x.share.thousandeyes.com/1',
  startDate: '2026-03-02T00:00:00Z',
  endDate: '2026-03-02T04:00:00Z',
  expiresAt: '2026-04-01T05:00:00Z',
  visibility: 'private',
} as const;
const created = aCapture({ ...fields, reason: 'manual', state: 'created', snapshot, possibleDuplicate: true });
const failed = aFailed({ ...fields, reason: 'schedule', failure: { code: 'rejected', detail: 'a detail' } });

const ALERTS = [
  {
    captureId: 'capture 1',
    transition: 'trigger',
    testId: '1111',
    alertId: 'alert 1',
    eventId: 'event 1',
    ruleId: 'rule id 1',
    ruleName: 'rule 1',
    alertType: 'type 1',
    severity: 'info',
    startedAt: '2026-03-02T01:12:00Z',
    permalink: 'https://app.thousandeyes.com/1',
  },
  {
    captureId: 'capture 2',
    transition: 'clear',
    testId: '22',
    alertId: 'alert 2',
    eventId: 'event 2',
    ruleId: 'rule id 2',
    ruleName: 'rule 2',
    alertType: 'type 2',
    severity: 'major',
    startedAt: '2026-03-02T02:22:00Z',
    permalink: 'https://app.thousandeyes.com/2',
  },
];
const COMMON = {
  version: 1,
  captureId: 'capture 1',
  captureIds: ['capture 1', 'capture 2', 'capture 3'],
  severity: 'major',
  testId: '11',
  testName: 'capture’s test',
  aid: '111',
  alerts: ALERTS,
};

describe('notification: each field of the event has its own value', () => {
  it('of a snapshot', () => {
    expect(notificationOf(created).event).toEqual({
      ...COMMON,
      status: 'created',
      reason: 'manual',
      startDate: snapshot.startDate,
      endDate: snapshot.endDate,
      link: snapshot.link,
      snapshotId: snapshot.id,
      expiresAt: snapshot.expiresAt,
      visibility: 'private',
      needsLogin: false,
      possibleDuplicate: true,
    });
  });

  it('of a failure', () => {
    expect(notificationOf(failed).event).toEqual({
      ...COMMON,
      status: 'failed',
      reason: 'schedule',
      startDate: fields.startDate,
      endDate: fields.endDate,
      error: { code: 'rejected', detail: 'a detail', advice: FAILURE_ADVICE.rejected },
    });
  });

  it('of a failed capture that has a snapshot of before', () => {
    const { event } = notificationOf({ ...failed, snapshot });

    expect(event).toMatchObject({ status: 'failed', link: snapshot.link });
  });
});

describe('notification: each attribute has its own value', () => {
  it.each([
    { name: 'a snapshot', capture: created, status: 'created', reason: 'manual' },
    { name: 'one that is reused', capture: { ...created, reusedFrom: 'x' }, status: 'reused', reason: 'manual' },
    { name: 'a failure', capture: failed, status: 'failed', reason: 'schedule' },
  ])('of $name', ({ capture, status, reason }) => {
    expect(notificationOf(capture).attributes).toStrictEqual({
      status,
      reason,
      severity: 'major',
      testId: '11',
      aid: '111',
    });
  });

  it.each(['testId', 'aid'] as const)('but for what is not known: %s', (field) => {
    const { attributes } = notificationOf(without(created, field));

    expect(Object.keys(attributes).toSorted()).toEqual(
      ['aid', 'reason', 'severity', 'status', 'testId'].filter((name) => name !== field),
    );
  });
});

describe('notification: the lines for people', () => {
  it('have each its own value: of a snapshot', () => {
    const { subject, text } = notificationOf(created);

    expect(subject).toBe('Snapshot: captures test - rule 1');
    expect(text.split('\n')).toEqual([
      'Snapshot: https://x.share.thousandeyes.com/1',
      'The link opens without a login.',
      'Test: capture’s test (test 11, account group 111)',
      'Captured range: 2026-03-02T00:00:00Z to 2026-03-02T04:00:00Z',
      'Expires: 2026-04-01T05:00:00Z',
      'An earlier try may have created a second snapshot of the same range.',
      'Alert: info, test 1111, rule rule 1, alert alert 1, since 2026-03-02T01:12:00Z, in ThousandEyes: https://app.thousandeyes.com/1',
      'Alert: major, test 22, rule rule 2, alert alert 2, since 2026-03-02T02:22:00Z, in ThousandEyes: https://app.thousandeyes.com/2',
      'Capture: capture 1',
    ]);
  });

  it('have each its own value: of failures of several tests', () => {
    const { subject, text } = notificationOf(failed);

    expect(subject).toBe('Snapshot failed: captures test and 2 more - rule 1');
    expect(text.split('\n').slice(1, 4)).toEqual([
      'Captured range: 2026-03-02T01:11:00Z to 2026-03-02T03:11:00Z',
      'Failed: rejected a detail',
      FAILURE_ADVICE.rejected,
    ]);
    expect(text.split('\n').at(-1)).toBe('Capture: capture 1 and 2 more');
  });

  it('name no other test and count nobody if there is one capture', () => {
    const alert = { ...fields.alert, testId: '11' };
    const alone = without({ ...failed, alert }, 'covers') as typeof failed;

    expect(notificationOf(alone).subject).toBe('Snapshot failed: captures test - rule 1');
    expect(notificationOf(alone).text).toContain('Alert: info, rule rule 1, alert alert 1,');
  });

  it('count nobody if one capture is alone, though its alert is of another test', () => {
    const alone = without(failed, 'covers') as typeof failed;

    expect(notificationOf(alone).subject).toBe('Snapshot failed: captures test - rule 1');
  });

  it('leave out a test that an alert does not name', () => {
    const alert = without(fields.alert, 'testId', 'permalink');

    expect(notificationOf({ ...created, alert }).text).toContain(
      '\nAlert: info, rule rule 1, alert alert 1, since 2026-03-02T01:12:00Z\n',
    );
  });
});

describe('chat notification: each part has its own value', () => {
  it('of a failure', () => {
    expect(chatNotificationOf(notificationOf(failed).event)).toEqual({
      version: '1.0',
      source: 'custom',
      id: 'capture 1',
      content: {
        textType: 'client-markdown',
        title: '⚠️ Snapshot failed: capture’s test and 2 more',
        description: [
          'rejected: a detail',
          '2026-03-02T01:11:00Z to 2026-03-02T03:11:00Z',
          '• info: rule 1 since 2026-03-02T01:12:00Z',
          '• major: rule 2 since 2026-03-02T02:22:00Z',
        ].join('\n'),
        nextSteps: [FAILURE_ADVICE.rejected],
        keywords: ['ThousandEyes', 'failed', 'major'],
      },
      metadata: { threadId: '111-11', summary: 'Snapshot failed: capture’s test' },
    });
  });

  it('of a snapshot whose end nobody said', () => {
    const event = without(notificationOf(created).event, 'expiresAt');

    expect(chatNotificationOf(event).content.description.split('\n')[0]).toBe(
      'Snapshot, opens without a login, expires unknown:',
    );
  });
});
