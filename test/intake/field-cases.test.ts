import { describe, expect, it } from 'vitest';
import { A_UUID } from '../support/factories.ts';
import { aWebhook } from '../support/webhook-harness.ts';
import { bare, classic, flat, generic, ours, splunk } from './field-cases.ts';

/** The webhook's answer to a body, and the ledger afterwards. */
const send = async (sent: unknown) => {
  const webhook = aWebhook();
  const { status: http, body } = await webhook.send(sent);
  return { answer: { http, ...body }, capture: webhook.ledger.all()[0] };
};

const TEST = { testId: '3417721' };
const LOOKED_UP = { alert: { alertId: A_UUID } };
const related = (href: string) => ({ testId: undefined, apiLinks: [{ rel: 'related', href }] });
const CLASSIC_CLEAR = { eventType: 'ALERT_NOTIFICATION_CLEAR' };

describe('an alert as people met it, which is captured', () => {
  it.each([
    {
      name: '15-digit ids',
      body: classic({ testId: 562949953502222, ruleAid: 562949953552000, alertId: A_UUID }),
      is: { testId: '562949953502222', aid: '562949953552000' },
    },
    {
      name: 'ruleAid 0, account group in the permalink, no severity',
      body: classic({ ruleAid: 0, severity: undefined }),
      is: { ...TEST, aid: '74411', severity: 'unknown' },
    },
    {
      name: 'test id only in a related link',
      body: classic(related('http://api.thousandeyes.com/tests/5301')),
      is: { testId: '5301' },
    },
    {
      name: 'mojibake and CDT',
      body: classic({ ruleExpression: 'â‰¥ 400', dateStartZoned: '2022-04-25 17:18:00 CDT' }),
      is: TEST,
    },
    {
      name: 'a static key of the user',
      body: classic({ text: 'Perdida de paquetes', testName: 'Web Server ' }),
      is: { ...TEST, testName: 'Web Server' },
    },
    {
      name: 'as the v6 detail has it',
      body: classic({ metadata: { version: 1 }, suppressed: 0, severity: 'INFO' }),
      is: { ...TEST, severity: 'info' },
    },
    { name: 'type Network', body: classic({ type: 'Network', dateStart: undefined }), is: TEST },
    { name: 'unknown envelope keys', body: { url: 'x.saas.example', ...classic() }, is: TEST },
    { name: 'Splunk preset', body: splunk(), is: { ...TEST, aid: '74411', severity: 'major' } },
    { name: 'Splunk preset, alert id no UUID', body: splunk({}, { id: 'alert-1a2b3c4d' }), is: TEST },
    { name: 'Splunk preset without its envelope', body: { event: splunk().event }, is: TEST },
    {
      name: 'test id and state on the top',
      body: { eventId: 'e1', eventType: 'ALERT', testId: 3417721, alert: { ruleId: 1001, state: 'ACTIVE' } },
      is: TEST,
    },
    { name: 'vendor example', body: flat({ alert_type: '2' }), is: { ...LOOKED_UP, severity: 'critical' } },
    {
      name: 'variables as objects',
      body: {
        id: 'e',
        type: { id: 2 },
        alert: { id: A_UUID, test: { id: '77' }, severity: { id: 'MAJOR' }, rule: { account: { id: '9' } } },
      },
      is: { testId: '77', aid: '9', severity: 'major' },
    },
    { name: 'severity in lower case', body: ours({ severity: 'critical' }), is: { ...TEST, severity: 'critical' } },
    { name: 'severity UNKNOWN', body: ours({ severity: 'UNKNOWN' }), is: { ...TEST, severity: 'unknown' } },
    { name: 'severity as a number', body: ours({ severity: 6 }), is: { ...TEST, severity: 'unknown' } },
    {
      name: 'names of the world',
      body: ours({}, { rule_name: 'Règle «délai»', test_name: '東京 🧾 مراقبة é' }),
      is: { ...TEST, testName: '東京 🧾 مراقبة é' },
    },
    {
      name: 'a name with a quote, own template',
      body: JSON.stringify(ours()).replace('Shop checkout', 'the "new" shop'),
      is: { ...TEST, testName: 'the "new" shop' },
    },
  ])('$name', async ({ body, is }) => {
    const { answer, capture } = await send(body);

    expect(answer).toEqual({ http: 200, status: 'accepted', captureId: capture?.id });
    expect(capture).toMatchObject({ state: 'pending', ...is });
  });

  it.each(
    (
      'PAGE_LOAD HTTP_SERVER END_TO_END_SERVER END_TO_END_AGENT VOICE DNS_SERVER DNS_TRACE DNSSEC BGP PATH_TRACE FTP ' +
      'SIP_SERVER WEB_TRANSACTIONS API UNKNOWN CLOUD_INSIGHTS LOCAL_AGENT_ISSUE'
    ).split(' '),
  )('Generic preset of type %s, to be looked up', async (type) => {
    const { answer, capture } = await send(generic(type));

    expect(answer).toMatchObject({ http: 200, status: 'accepted' });
    expect(capture).toMatchObject({ ...LOOKED_UP, testName: 'Shop checkout' });
    expect(capture).not.toHaveProperty('testId');
  });
});

const NUMERIC = '562949955000333';
const NO_TEST = ['AGENT', 'NETWORK_OUTAGE', 'APPLICATION_OUTAGE', 'DEVICE_DEVICE', 'DEVICE_INTERFACE'];
const BROWSER = ['ENDPOINT_BROWSER_SESSIONS_AGENT', 'ENDPOINT_BROWSER_SESSIONS_APPLICATION'];
const ENDPOINT = ['ENDPOINT_HTTP_SERVER', 'ENDPOINT_NETWORK_SERVER', 'ENDPOINT_PATH_TRACE'];

describe('an alert as people met it, which gets no capture', () => {
  it.each([
    ...[...NO_TEST, ...BROWSER].map((type) => ({
      name: `Generic, ${type}`,
      body: generic(type, null),
      reason: 'no_test',
    })),
    ...NO_TEST.map((type) => ({
      name: `Generic, ${type}, numeric id`,
      body: generic(type, null, NUMERIC),
      reason: 'no_test',
    })),
    ...ENDPOINT.map((type) => ({ name: `Generic, ${type}`, body: generic(type), reason: 'endpoint_test' })),
    {
      name: 'agent offline, alert and agentAlert',
      body: bare({ type: 'Agent', alertId: 1 }, { agentAlert: { type: 'Agent' } }),
      reason: 'no_test',
    },
    { name: 'agent, UUID', body: bare({ type: 'Agent', alertId: A_UUID }), reason: 'no_test' },
    {
      name: 'agent notification of 2016',
      body: {
        eventType: 'AGENT_ALERT_NOTIFICATION_TRIGGER',
        eventId: '1-2',
        agentAlert: { agentId: 1, dateStart: 1476987748 },
      },
      reason: 'no_test',
    },
    {
      name: 'its clear',
      body: { eventType: 'AGENT_ALERT_NOTIFICATION_CLEAR', eventId: '1-2', agentAlert: { agentId: 1 } },
      reason: 'no_test',
    },
    {
      name: 'device, alert and deviceAlert',
      body: bare({ type: 'Device', alertId: 1 }, { deviceAlert: { type: 'Device' } }),
      reason: 'no_test',
    },
    {
      name: 'device, only alert',
      body: bare({ type: 'Device', alertId: 562949955000555, deviceName: 'sw1' }),
      reason: 'no_test',
    },
    { name: 'outage, classic', body: bare({ type: 'Network Outage', alertId: A_UUID }), reason: 'no_test' },
    { name: 'endpoint, classic', body: classic({ type: 'Endpoint HTTP Server' }), reason: 'endpoint_test' },
    { name: 'endpoint, own template', body: ours({ type: 'ENDPOINT_HTTP_SERVER' }), reason: 'endpoint_test' },
    {
      name: 'agent, own template',
      body: ours({ type: 'AGENT', id: NUMERIC, test: { id: '', type: '' } }, { test_name: '' }),
      reason: 'no_test',
    },
    {
      name: 'outage, own template, nulls',
      body: ours({ type: 'NETWORK_OUTAGE', test: { id: null, type: null } }, { test_name: null }),
      reason: 'no_test',
    },
    {
      name: 'agent, Splunk preset',
      body: splunk(
        { alert_type: 'AGENT', testId: undefined, test_type: undefined },
        { type: 'AGENT', test: undefined },
      ),
      reason: 'no_test',
    },
    { name: 'test ping', body: { eventType: 'WEBHOOK_TEST', eventId: '1415733887743' }, reason: 'test_ping' },
    { name: 'clear', body: classic({}, CLASSIC_CLEAR), reason: 'clear' },
    { name: 'clear, rule modified', body: classic({ active: 2 }, CLASSIC_CLEAR), reason: 'clear' },
    { name: 'clear, Splunk preset', body: splunk({ type: '1' }), reason: 'clear' },
    { name: 'clear, vendor example', body: flat({ alert_type: '1' }), reason: 'clear' },
    { name: 'clear by a word', body: { status: 'clear', alert_id: A_UUID, test_id: '77' }, reason: 'clear' },
    {
      name: 'clear by a time',
      body: { alert: { id: A_UUID, test: { id: '77' }, triggered: 1, cleared: 1_790_000_100_000 } },
      reason: 'clear',
    },
  ])('$name', async ({ body, reason }) => {
    const { answer, capture } = await send(body);

    expect(answer).toEqual({ http: 200, status: 'ignored', reason });
    expect(capture).toBeUndefined();
  });
});

describe('a body as people met it, which nobody can read', () => {
  it.each([
    {
      name: 'vendor example whose clear breaks the JSON',
      body: `{"id":"x","type":1,"timeTriggered":  ,"alert":{"id":"${A_UUID}"}}`,
    },
    {
      name: 'a list that ends in a comma',
      body: `{"type":"2","alert":{"id":"${A_UUID}","test":{"id":"77","labels":["a",]}}}`,
    },
    { name: 'names of variables as keys', body: { 'type.id': 1, 'alert.id': A_UUID, 'alert.test.id': '77' } },
    {
      name: 'PagerDuty',
      body: {
        routing_key: 'r',
        event_action: 'trigger',
        dedup_key: A_UUID,
        payload: { custom_details: { testId: '77' } },
      },
    },
    { name: 'an event type that is not known', body: classic({}, { eventType: 'ALERT_NOTIFICATION_UPDATE' }) },
    { name: 'Slack', body: { text: 'Alert triggered', blocks: [{ type: 'section' }] } },
    { name: 'Teams', body: { '@type': 'MessageCard', summary: 's', sections: [] } },
    { name: 'a list of alerts', body: [generic('HTTP_SERVER')] },
  ])('is kept for an operator: $name', async ({ body }) => {
    const { answer, capture } = await send(body);

    expect(answer).toEqual({ http: 200, status: 'quarantined', captureId: capture?.id });
    expect(capture).toMatchObject({ state: 'failed', failure: { code: 'quarantined' } });
  });
});
