import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { A_UUID, without } from '../support/factories.ts';

const NO_WAY = { outcome: 'unknown', why: 'neither a test id nor an alert id (UUID) to look it up by' };

const GENERIC = {
  id: 'event-1',
  type: '2',
  alert: {
    id: A_UUID,
    type: 'HTTP_SERVER',
    severity: 'MAJOR',
    test: { name: 'Shop API', labels: ['Shop'] },
    targets: ['https://api.shop.example.com'],
    rule: { id: '562949955800123', name: 'Shop API errors', expression: 'e', notes: '' },
    triggered: 1772420640000,
    details: [],
  },
};
const generic = (alert: object, body: object = {}) => ({ ...GENERIC, ...body, alert: { ...GENERIC.alert, ...alert } });

const SPLUNK = {
  eventType: 'THOUSANDEYES_ALERT_NOTIFICATION',
  type: '2',
  testId: '77',
  accountId: '9',
  vendor_severity: 'MINOR',
  signature: 'VPN gateway down',
  alert: { ...GENERIC.alert, rule: {} },
};

describe('readAlert: the transition of a custom webhook', () => {
  it.each(['2', 2, ' 2 ', 'trigger', 'TRIGGERED', '3', '', null, {}, undefined])('is a trigger: %j', (type) => {
    const reading = readAlert({ ...GENERIC, type });

    expect(reading).toMatchObject({ outcome: 'alert', alert: { transition: 'trigger' } });
  });

  it.each(['1', 1, ' 1 ', 'clear', 'Cleared', 'CLEARED'])('is a clear: %j', (type) => {
    const reading = readAlert({ ...GENERIC, type });

    expect(reading).toEqual({ outcome: 'ignored', reason: 'clear' });
  });

  it('is a trigger where the template names none', () => {
    const reading = readAlert(without(GENERIC, 'type'));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { transition: 'trigger' } });
  });
});

describe('readAlert: a custom webhook that names its test', () => {
  it.each([
    { name: 'alert.test.id', body: generic({ test: { id: '77' } }) },
    { name: 'alert.test.id as a number', body: generic({ test: { id: 77 } }) },
    { name: 'alert.test.id with blanks', body: generic({ test: { id: ' 77 ' } }) },
    { name: 'alert.test.testId', body: generic({ test: { testId: '77' } }) },
    { name: 'testId beside the alert', body: generic({}, { testId: '77' }) },
    { name: 'test_id, flat', body: { test_id: 77, alert_type: 'HTTP_SERVER' } },
    { name: 'testId, flat', body: { testId: '77' } },
    { name: 'event.testId', body: { event: SPLUNK } },
    { name: 'event.alert.test.id', body: { event: generic({ test: { id: 77 } }) } },
    { name: 'no alert id', body: { alert: { test: { id: 77 } } } },
  ])('is an alert of that test: $name', ({ body }) => {
    const reading = readAlert(body);

    expect(reading).toMatchObject({ outcome: 'alert', alert: { testId: '77' } });
  });

  it.each([
    { name: 'alert.aid', body: generic({ aid: '9' }) },
    { name: 'alert.aid as a number', body: generic({ aid: 9 }) },
    { name: 'alert.rule.account.id', body: generic({ rule: { account: { id: 9 } } }) },
    { name: 'aid beside the alert', body: generic({}, { aid: 9 }) },
    { name: 'accountId beside the alert', body: generic({}, { accountId: '9' }) },
    { name: 'event.accountId', body: { event: SPLUNK } },
  ])('is of the account group that it names: $name', ({ body }) => {
    const reading = readAlert(body);

    expect(reading).toMatchObject({ outcome: 'alert', alert: { aid: '9' } });
  });

  it.each([
    { name: 'alert.severity', body: generic({ severity: 'CRITICAL' }), severity: 'critical' },
    { name: 'alert.severity before all others', body: generic({}, { severity: 'INFO' }), severity: 'major' },
    { name: 'vendor_severity', body: { event: { ...SPLUNK, alert: { id: A_UUID } } }, severity: 'minor' },
    { name: 'severity, flat', body: { test_id: 77, severity: 'Info' }, severity: 'info' },
    { name: 'an unknown one before a known', body: generic({ severity: 'x' }, { severity: 'INFO' }), severity: 'info' },
    { name: 'none', body: { test_id: 77 }, severity: 'unknown' },
    { name: 'one that was not rendered', body: generic({ severity: '' }), severity: 'unknown' },
  ])('has the severity that it names: $name', ({ body, severity }) => {
    const reading = readAlert(body);

    expect(reading).toMatchObject({ outcome: 'alert', alert: { severity } });
  });

  it.each([
    { name: 'milliseconds', triggered: 1772420640000, startedAt: '2026-03-02T03:04:00.000Z' },
    { name: 'milliseconds as text', triggered: '1772420640000', startedAt: '2026-03-02T03:04:00.000Z' },
    { name: 'not rendered', triggered: '', startedAt: undefined },
    { name: 'seconds', triggered: 1772420640, startedAt: undefined },
    { name: 'text', triggered: 'today', startedAt: undefined },
    { name: 'null', triggered: null, startedAt: undefined },
    { name: 'beyond all dates', triggered: 1e300, startedAt: undefined },
  ])('tells its start where it is without doubt: $name', ({ triggered, startedAt }) => {
    const reading = readAlert(generic({ triggered }));

    expect(reading.outcome === 'alert' && reading.alert.startedAt).toBe(startedAt);
  });
});

describe('readAlert: a flat template', () => {
  it('is an alert with what it tells', () => {
    const body = {
      alert_id: A_UUID,
      alert_type: 'DNS_SERVER',
      severity: 'MINOR',
      test_name: 'Zone',
      rule_name: 'Slow',
    };

    const reading = readAlert(body);

    expect(reading).toEqual({
      outcome: 'alert',
      alert: {
        transition: 'trigger',
        severity: 'minor',
        testName: 'Zone',
        alertId: A_UUID,
        alertType: 'DNS_SERVER',
        ruleName: 'Slow',
      },
    });
  });
});

describe('readAlert: a custom webhook without a test', () => {
  const test = { id: '', name: '' };
  const withoutTest = { ...GENERIC, alert: without(GENERIC.alert, 'test') };

  it.each([
    'Agent',
    'ENTERPRISE_AGENT',
    'Endpoint Agent',
    'CLOUD_ENTERPRISE_AGENT',
    'AGENT_NOTIFICATION',
    'DEVICE_METRICS',
    'NETWORK_OUTAGE',
    'Internet Insights',
  ])('is ignored where its type never has one: %s', (type) => {
    const bodies = [generic({ type, test }), { ...withoutTest, alert: { ...withoutTest.alert, type } }];

    const readings = bodies.map((body) => readAlert(body));

    expect(readings).toEqual(bodies.map(() => ({ outcome: 'ignored', reason: 'no_test' })));
  });

  it.each(['HTTP_SERVER', 'AGENT_TO_SERVER', 'AGENT_TO_AGENT', 'Agent to Server', '', undefined])(
    'is an alert to look up where its type may have one: %s',
    (type) => {
      const bodies = [generic({ type, test }), { ...withoutTest, alert: { ...withoutTest.alert, type } }];

      const readings = bodies.map((body) => readAlert(body).outcome);

      expect(readings).toEqual(['alert', 'alert']);
    },
  );

  it.each(['DEVICE', 'Agent'])('is an alert all the same if it has the id of a test: %s', (type) => {
    const readings = [generic({ type, test: { id: 77 } }), generic({ type, test: { name: 'Edge' } })].map((body) =>
      readAlert(body),
    );

    expect(readings.map(({ outcome }) => outcome)).toEqual(['alert', 'ignored']);
  });

  it.each([
    { name: 'a number', body: generic({ id: 203114456 }) },
    { name: 'a word', body: generic({ id: 'alert-7' }) },
    { name: 'a UUID cut short', body: generic({ id: A_UUID.slice(0, -1) }) },
    { name: 'a UUID within text', body: generic({ id: `alert ${A_UUID}` }) },
    { name: 'flat', body: { alert_id: '203114456', test_name: 'Zone' } },
  ])('is unknown where its alert id is no UUID: $name', ({ body }) => {
    const reading = readAlert(body);

    expect(reading).toMatchObject(NO_WAY);
  });

  it.each([
    { name: 'an id that is a word', id: 'mine' },
    { name: 'a negative id', id: -7 },
    { name: 'an id with a fraction', id: 7.5 },
    { name: 'a path', id: '7/../8' },
    { name: 'twenty digits', id: '1'.repeat(20) },
    { name: 'zero', id: 0 },
  ])('has no test id where what it names cannot be one: $name', ({ id }) => {
    const reading = readAlert(generic({ test: { id, name: 'Shop API' } }));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { testName: 'Shop API' } });
    expect(reading).not.toHaveProperty('alert.testId');
  });
});
