import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { A_UUID, without } from '../support/factories.ts';

const ALERT = {
  active: 1,
  alertId: 203114456,
  ruleAid: 74411,
  ruleId: 5120077,
  ruleName: 'Checkout unreachable',
  severity: 'Critical',
  testId: 3417721,
  testName: 'Shop checkout ',
  type: 'HTTP Server',
};
const MANY_KEYS = { ...ALERT, permalink: 'x', apiLinks: [{ rel: 'related', href: 'https://api.example/v4/tests/77' }] };

const classic = (alert: unknown, envelope: object = {}) => ({
  eventType: 'ALERT_NOTIFICATION_TRIGGER',
  eventId: '512004711-203114456',
  alert,
  ...envelope,
});

const linksTo = (...links: readonly unknown[]) => classic({ ...without(ALERT, 'testId'), apiLinks: links });
const related = (href: unknown) => ({ rel: 'related', href });

describe('readAlert: a classic alert without a test id', () => {
  it.each([
    { name: 'alone', links: [related('https://api.thousandeyes.com/v4/tests/77')] },
    {
      name: 'after others',
      links: [{ rel: 'data', href: 'https://a.example/1' }, related('https://b.example/v4/tests/77')],
    },
    { name: 'after odd ones', links: [null, 'x', { rel: 7 }, related('https://b.example/v4/tests/77')] },
    { name: 'with a slash and a query', links: [related('https://api.thousandeyes.com/v7/tests/77/?aid=1')] },
  ])('has that of its related API link: $name', ({ links }) => {
    const reading = readAlert(linksTo(...links));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { testId: '77' } });
  });

  it.each([
    { name: 'none', body: linksTo() },
    { name: 'only data', body: linksTo({ rel: 'data', href: 'https://api.thousandeyes.com/v4/tests/77' }) },
    { name: 'no URL', body: linksTo(related('http://')) },
    { name: 'an alert that is a list', body: classic([{ testId: 77 }]) },
    { name: 'no id at its end', body: linksTo(related('https://api.thousandeyes.com/v4/tests/mine')) },
    { name: 'no text', body: linksTo(related(77)) },
    { name: 'links that are an object', body: classic({ alertId: 203114456, apiLinks: { related: 77 } }) },
    { name: 'no alert', body: classic(undefined) },
    { name: 'an alert that is text', body: classic('HTTP Server') },
    { name: 'an alert that is null', body: classic(null) },
  ])('is unknown where it has neither link nor UUID: $name', ({ body }) => {
    const reading = readAlert(body);

    expect(reading).toMatchObject({
      outcome: 'unknown',
      why: 'neither a test id nor an alert id (UUID) to look it up by',
    });
  });

  it('is an alert to look up by its UUID', () => {
    const reading = readAlert(classic({ alertId: A_UUID }));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { alertId: A_UUID } });
    expect(reading).not.toHaveProperty('alert.testId');
  });
});

describe('readAlert: a classic alert whose account group is absent or 0', () => {
  it.each([
    { name: 'first', permalink: 'https://app.thousandeyes.com/alerts/list/?__a=9&alertId=1' },
    { name: 'last', permalink: 'https://app.thousandeyes.com/alerts/list/?alertId=1&__a=9' },
    { name: 'in the middle', permalink: 'https://app.thousandeyes.com/alerts/list?x=1&__a=9&y=2' },
    { name: 'before a fragment', permalink: 'https://app.thousandeyes.com/alerts/list/?__a=9#agents' },
  ])('has that of its permalink, wherever it stands: $name', ({ permalink }) => {
    const alerts = [
      { ...ALERT, permalink, ruleAid: 0 },
      { ...ALERT, permalink, ruleAid: '0' },
      { ...without(ALERT, 'ruleAid'), permalink },
    ];

    const readings = alerts.map((alert) => readAlert(classic(alert)));

    expect(readings).toEqual(
      readings.map(() => expect.objectContaining({ alert: expect.objectContaining({ aid: '9' }) })),
    );
  });

  it.each([
    { name: 'no permalink', permalink: undefined },
    { name: 'no __a', permalink: 'https://app.thousandeyes.com/alerts/list/?a=9' },
    { name: 'an empty __a', permalink: 'https://app.thousandeyes.com/alerts/list/?__a=' },
    { name: 'a word as __a', permalink: 'https://app.thousandeyes.com/alerts/list/?__a=mine' },
    { name: '__a=0', permalink: 'https://app.thousandeyes.com/alerts/list/?__a=0' },
    { name: 'no URL', permalink: '?__a=9' },
  ])('has none: $name', ({ permalink }) => {
    const reading = readAlert(classic({ ...ALERT, permalink, ruleAid: 0 }));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { testId: '3417721' } });
    expect(reading).not.toHaveProperty('alert.aid');
  });

  it('is never read from the permalink where the alert names one', () => {
    const permalink = 'https://app.thousandeyes.com/alerts/list/?__a=9';

    const reading = readAlert(classic({ ...ALERT, permalink }));

    expect(reading).toMatchObject({ alert: { aid: '74411' } });
  });
});

describe('readAlert: fields of a classic alert', () => {
  it.each([
    {
      name: 'ids as text',
      alert: { testId: '77', alertId: '88', ruleAid: '9', ruleId: '5' },
      read: { testId: '77', alertId: '88', aid: '9', ruleId: '5' },
    },
    {
      name: 'ids as numbers',
      alert: { testId: 77, alertId: 88, ruleAid: 9, ruleId: 5 },
      read: { testId: '77', alertId: '88', aid: '9', ruleId: '5' },
    },
    { name: 'an id of 2^49', alert: { testId: 562949953421312 }, read: { testId: '562949953421312' } },
    {
      name: 'names with blanks',
      alert: { testName: ' Shop ', ruleName: '\tSlow\n' },
      read: { testName: 'Shop', ruleName: 'Slow' },
    },
    { name: 'Info', alert: { severity: 'Info' }, read: { severity: 'info' } },
    { name: 'MINOR', alert: { severity: 'MINOR' }, read: { severity: 'minor' } },
    { name: ' major ', alert: { severity: ' major ' }, read: { severity: 'major' } },
    { name: 'a new severity', alert: { severity: 'Fatal' }, read: { severity: 'unknown' } },
    { name: 'a severity that is a number', alert: { severity: 4 }, read: { severity: 'unknown' } },
    {
      name: 'a start in UTC',
      alert: { dateStartZoned: '2026-03-02 03:04:00 UTC' },
      read: { startedAt: '2026-03-02T03:04:00Z' },
    },
    {
      name: 'a start in another zone',
      alert: { dateStartZoned: '2026-03-02 03:04:00 EST' },
      read: { startedAt: '2026-03-02 03:04:00 EST' },
    },
    {
      name: 'a start without a zone',
      alert: { dateStart: '2026-03-02 03:04:00' },
      read: { startedAt: '2026-03-02 03:04:00' },
    },
    {
      name: 'keys that users added',
      alert: { costCenter: 'web', team: { id: 1 }, id: 'x' },
      read: { testId: '3417721' },
    },
    { name: 'a rule that is switched off', alert: { active: 2 }, read: { transition: 'trigger' } },
  ])('are read as they come: $name', ({ alert, read }) => {
    const reading = readAlert(classic({ ...ALERT, ...alert }));

    expect(reading).toMatchObject({ outcome: 'alert', alert: read });
  });

  it('have an unknown severity where it is missing', () => {
    const reading = readAlert(classic(without(ALERT, 'severity')));

    expect(reading).toMatchObject({ outcome: 'alert', alert: { severity: 'unknown' } });
  });

  it('are absent where they do not fit, and cost no alert', () => {
    const odd = {
      testName: {},
      alertId: [],
      ruleAid: 1.5,
      ruleId: -3,
      ruleName: null,
      type: false,
      dateStart: {},
      permalink: 7,
    };

    const reading = readAlert(classic({ testId: 77, ...odd }));

    expect(reading).toEqual({
      outcome: 'alert',
      alert: {
        transition: 'trigger',
        severity: 'unknown',
        testId: '77',
        eventId: '512004711-203114456',
      },
    });
  });

  it('have at most 1000 characters', () => {
    const reading = readAlert(classic({ ...ALERT, testName: 'x'.repeat(5000) }));

    expect(reading).toMatchObject({ alert: { testName: 'x'.repeat(1000) } });
  });

  it('read the same in any order of keys', () => {
    const shuffled = Object.fromEntries(Object.entries(MANY_KEYS).toReversed());

    const reading = readAlert(Object.fromEntries(Object.entries(classic(shuffled)).toReversed()));

    expect(reading).toEqual(readAlert(classic(MANY_KEYS)));
  });
});

describe('readAlert: a classic event that is no alert of a test', () => {
  it.each([
    { name: 'test ping', body: { eventType: 'WEBHOOK_TEST', eventId: '1772420000123' }, reason: 'test_ping' },
    { name: 'test ping without an id', body: { eventType: 'WEBHOOK_TEST' }, reason: 'test_ping' },
    { name: 'test ping with an alert', body: classic(ALERT, { eventType: 'WEBHOOK_TEST' }), reason: 'test_ping' },
    { name: 'clear', body: classic(ALERT, { eventType: 'ALERT_NOTIFICATION_CLEAR' }), reason: 'clear' },
    { name: 'clear without a test', body: { eventType: 'ALERT_NOTIFICATION_CLEAR' }, reason: 'clear' },
    {
      name: 'old agent trigger',
      body: { eventType: 'AGENT_ALERT_NOTIFICATION_TRIGGER', eventId: '1', agentAlert: { alertId: 1 } },
      reason: 'no_test',
    },
    {
      name: 'old agent clear',
      body: { eventType: 'AGENT_ALERT_NOTIFICATION_CLEAR', eventId: '1', agentAlert: { alertId: 1 } },
      reason: 'no_test',
    },
    {
      name: 'agent alert',
      body: classic({ alertId: 1, type: 'Agent' }, { agentAlert: { alertId: 1 } }),
      reason: 'no_test',
    },
    { name: 'type Agent alone', body: classic({ alertId: A_UUID, type: 'Agent' }), reason: 'no_test' },
    {
      name: 'device alert',
      body: classic({ alertId: A_UUID, type: 'Device' }, { deviceAlert: { alertId: 1 } }),
      reason: 'no_test',
    },
  ])('is ignored with its reason: $name', ({ body, reason }) => {
    const reading = readAlert(body);

    expect(reading).toEqual({ outcome: 'ignored', reason });
  });
});
