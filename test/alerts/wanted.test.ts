import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';

const classic = (eventType: string, changes: object = {}) => ({
  eventType,
  eventId: '1-2',
  alert: { alertId: 2, testId: 77, severity: 'Major' },
  ...changes,
});
const TRIGGER = classic('ALERT_NOTIFICATION_TRIGGER');
const CLEAR = classic('ALERT_NOTIFICATION_CLEAR');

describe('readAlert: which transitions are wanted', () => {
  it.each([
    { captureOn: 'trigger', body: TRIGGER, outcome: { outcome: 'alert' } },
    { captureOn: 'trigger', body: CLEAR, outcome: { outcome: 'ignored', reason: 'clear' } },
    { captureOn: 'clear', body: TRIGGER, outcome: { outcome: 'ignored', reason: 'trigger' } },
    { captureOn: 'clear', body: CLEAR, outcome: { outcome: 'alert' } },
    { captureOn: 'both', body: TRIGGER, outcome: { outcome: 'alert' } },
    { captureOn: 'both', body: CLEAR, outcome: { outcome: 'alert' } },
  ] as const)('$captureOn: $body.eventType is $outcome.outcome', ({ captureOn, body, outcome }) => {
    expect(readAlert(body, captureOn)).toMatchObject(outcome);
  });
});

describe('readAlert: an alert of an agent or a device', () => {
  it.each([
    { name: 'an agent', changes: { agentAlert: {}, alert: { alertId: 2, type: 'Agent' } } },
    { name: 'a device', changes: { deviceAlert: { deviceId: 1 }, alert: { alertId: 2 } } },
  ])('is about no test: $name', ({ changes }) => {
    expect(readAlert(classic('ALERT_NOTIFICATION_TRIGGER', changes))).toEqual({
      outcome: 'ignored',
      reason: 'no_test',
    });
  });

  it.each([
    { name: 'beside an agent', changes: { agentAlert: {} } },
    { name: 'beside a device', changes: { deviceAlert: {} } },
    { name: 'of type Agent', changes: { alert: { alertId: 2, testId: 77, type: 'Agent' } } },
  ])('is captured where it names a test all the same: $name', ({ changes }) => {
    const reading = readAlert(classic('ALERT_NOTIFICATION_TRIGGER', changes));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { testId: '77' } });
  });
});

describe('readAlert: an event type that only looks like a known one', () => {
  it.each(['XALERT_NOTIFICATION_TRIGGER', 'ALERT_NOTIFICATION_TRIGGERED', 'WEBHOOK_TEST_2'])(
    'is unknown: %s',
    (eventType) => {
      expect(readAlert(classic(eventType))).toMatchObject({ outcome: 'unknown' });
    },
  );
});

describe('readAlert: a custom alert whose type only looks like one without a test', () => {
  const ID = '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77';

  it.each(['AGENT_TO_SERVER', 'Internet-facing HTTP', 'ALERT_NOTIFICATION_TRIGGER', 'MY DEVICE TEST'])(
    'is looked up: %s',
    (type) => {
      expect(readAlert({ type: '2', alert: { id: ID, type } })).toMatchObject({ outcome: 'alert' });
    },
  );

  it.each([
    'AGENT',
    'Cloud Agent',
    'enterprise-agent',
    'Agent Notification',
    'DEVICE',
    'device-health',
    'Network Outage',
    'Internet Insights',
  ])('is ignored where it is one: %s', (type) => {
    expect(readAlert({ type: '2', alert: { id: ID, type } })).toEqual({ outcome: 'ignored', reason: 'no_test' });
  });
});

describe('readAlert: numbers that have lost digits', () => {
  it('do not become an id: two of them would read as one', () => {
    const reading = readAlert(JSON.parse('{"type":2,"alert":{"id":9007199254740993,"test":{"id":"77"}}}'));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { testId: '77' } });
    expect(reading).not.toHaveProperty('alert.alertId');
  });
});
