import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';

const EVENTS = new URL('../../events/', import.meta.url);

/** Every webhook body among the sample events, with its expected reading. */
const SAMPLES: Record<string, unknown> = {
  'classic-agent-notification-trigger.json': { outcome: 'ignored', reason: 'no_test' },
  'classic-bgp-trigger.json': {
    outcome: 'alert',
    alert: {
      transition: 'trigger',
      severity: 'minor',
      testId: '3417755',
      testName: 'BGP 203.0.113.0/24',
      aid: '74411',
      alertId: '7d0f3c2e-9a41-4be7-8a55-0f2f5f0f9c10',
      eventId: '512009977-7d0f3c2e-9a41-4be7-8a55-0f2f5f0f9c10',
      alertType: 'BGP',
      ruleId: '5120133',
      ruleName: 'Prefix unreachable',
      startedAt: '2026-03-02T05:00:00Z',
      permalink: 'https://app.thousandeyes.com/alerts/list/?__a=74411&alertId=7d0f3c2e-9a41-4be7-8a55-0f2f5f0f9c10',
    },
  },
  'classic-http-server-clear.json': { outcome: 'ignored', reason: 'clear' },
  'classic-http-server-trigger.json': {
    outcome: 'alert',
    alert: {
      transition: 'trigger',
      severity: 'critical',
      testId: '3417721',
      testName: 'Shop checkout',
      aid: '74411',
      alertId: '203114456',
      eventId: '512004711-203114456',
      alertType: 'HTTP Server',
      ruleId: '5120077',
      ruleName: 'Checkout unreachable',
      startedAt: '2026-03-02T03:04:00Z',
      permalink: 'https://app.thousandeyes.com/alerts/list/?__a=74411&alertId=203114456',
    },
  },
  'classic-page-load-trigger.json': {
    outcome: 'alert',
    alert: {
      transition: 'trigger',
      severity: 'major',
      testId: '3417730',
      testName: 'Portal start page',
      aid: '74411',
      alertId: '203120001',
      eventId: '512007118-203120001',
      alertType: 'Page Load',
      ruleId: '5120101',
      ruleName: 'Seite lädt zu langsam',
      startedAt: '2026-03-02 04:10:00 CET',
      permalink: 'https://app.thousandeyes.com/alerts/list/?alertId=203120001&__a=74411',
    },
  },
  'classic-test-ping.json': { outcome: 'ignored', reason: 'test_ping' },
  'custom-generic-clear.json': { outcome: 'ignored', reason: 'clear' },
  'custom-generic-trigger.json': {
    outcome: 'alert',
    alert: {
      transition: 'trigger',
      severity: 'major',
      testName: 'Shop API - HTTP Server',
      alertId: '0f9a4f6e-77c4-4a52-8a3e-1d5b7c9e2f30',
      eventId: 'b4c1a6de-2f57-4b1c-9f0c-6a9d3d1e7a01',
      alertType: 'HTTP_SERVER',
      ruleId: '562949955800123',
      ruleName: 'Shop API errors',
      startedAt: '2026-03-02T03:04:00.000Z',
    },
  },
  'custom-recommended-trigger.json': {
    outcome: 'alert',
    alert: {
      transition: 'trigger',
      severity: 'critical',
      testId: '3417721',
      testName: 'Shop checkout',
      aid: '74411',
      alertId: '9a3f1f0c-5f08-4d0c-9d6c-5b1de1f1a2b3',
      eventId: 'e0b83b1e-98e6-4f4c-8e29-3a0f4f5b7a10',
      alertType: 'HTTP_SERVER',
      ruleId: '5120077',
      ruleName: 'Checkout unreachable',
      startedAt: '2026-03-02T04:25:00.000Z',
    },
  },
  'custom-splunk-trigger.json': {
    outcome: 'alert',
    alert: {
      transition: 'trigger',
      severity: 'critical',
      testId: '3417762',
      testName: 'VPN gateway',
      aid: '74411',
      alertId: '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77',
      eventId: 'c2f0b0c1-31a4-4d0e-b3a1-9a70a3c6a911',
      alertType: 'AGENT_TO_SERVER',
      ruleId: '562949955800200',
      ruleName: 'VPN gateway down',
      startedAt: '2026-03-02T04:04:00.000Z',
    },
  },
};

describe('readAlert: the sample events', () => {
  it('are all told here', () => {
    const files = readdirSync(EVENTS).filter((name) => /^(classic|custom)-.*\.json$/.test(name));

    expect(Object.keys(SAMPLES).toSorted()).toEqual(files.toSorted());
  });

  it.each(Object.entries(SAMPLES))('are read for what they are: %s', (name, expected) => {
    const body: unknown = JSON.parse(readFileSync(new URL(name, EVENTS), 'utf8'));

    const reading = readAlert(body);

    expect(reading).toEqual(expected);
  });
});

describe('readAlert: JSON of no known family', () => {
  it.each([
    { name: 'null', body: null },
    { name: 'undefined', body: undefined },
    { name: 'true', body: true },
    { name: 'a number', body: 3417721 },
    { name: 'a string', body: 'ALERT_NOTIFICATION_TRIGGER' },
    { name: 'an empty array', body: [] },
    { name: 'an array of an alert', body: [{ alert: { id: '1', test: { id: '2' } } }] },
    { name: 'an empty object', body: {} },
    { name: 'a new classic event type', body: { eventType: 'ALERT_NOTIFICATION_UPDATE', alert: { testId: 1 } } },
    { name: 'an operator’s request without its test', body: { hours: 6 } },
    { name: 'an event that is null', body: { event: null } },
    { name: 'an alert that is text', body: { type: '2', alert: 'HTTP Server' } },
  ])('is unknown: $name', ({ body }) => {
    const reading = readAlert(body);

    expect(reading).toEqual({ outcome: 'unknown', why: 'no known payload family fits' });
  });

  it.each([
    {
      name: 'any value',
      any: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
    },
    { name: 'any JSON', any: fc.jsonValue() },
  ])('never throws: $name', ({ any }) => {
    fc.assert(
      fc.property(any, (body) => {
        expect(readAlert(body).outcome).toMatch(/^(alert|ignored|unknown)$/);
      }),
    );
  });

  it('never throws, whatever the known fields hold', () => {
    const any = fc.oneof(fc.anything(), fc.jsonValue(), fc.constantFrom('', '1', 0, 1e300, '2026-03-02 03:04:00 UTC'));
    const anyTest = fc.record({ id: any, name: any, testId: any }, { requiredKeys: [] });
    const anyAlert = fc.record(
      { testId: any, alertId: any, id: any, permalink: any, ruleAid: any, apiLinks: any, type: any, severity: any },
      { requiredKeys: [] },
    );
    const anyBody = fc.record(
      {
        eventType: fc.oneof(fc.constantFrom('ALERT_NOTIFICATION_TRIGGER', 'AGENT_ALERT_NOTIFICATION_CLEAR'), any),
        alert: fc.oneof(any, anyAlert, fc.record({ id: any, test: anyTest, rule: any, triggered: any })),
        event: any,
        testId: any,
        alert_type: any,
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(anyBody, (body) => {
        const reading = readAlert(body);

        const fields = Object.entries(reading.outcome === 'alert' ? reading.alert : {});
        expect(fields.filter(([, value]) => typeof value !== 'string' || value === '')).toEqual([]);
      }),
    );
  });
});
