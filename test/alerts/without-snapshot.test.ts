import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { withoutSnapshot } from '../../lib/alerts/without-snapshot.ts';
import { A_UUID } from '../support/factories.ts';

/** Types from ThousandEyes' OpenAPI document, also in the spellings of display names and of custom webhooks. */
const spellings = (type: string): string[] => [
  type,
  type.replaceAll('-', '_').toUpperCase(),
  type.replaceAll(/(^|-)(\w)/g, (_, dash: string, letter: string) => `${dash && ' '}${letter.toUpperCase()}`),
  type.replaceAll(/(^|-)(\w)/g, (_, _dash: string, letter: string) => letter.toUpperCase()),
];

const ENDPOINT = [
  'endpoint-http-server',
  'endpoint-network-server',
  'endpoint-path-trace',
  'endpoint-browser-sessions-agent',
  'endpoint-browser-sessions-application',
].flatMap(spellings);
const MORE_ENDPOINT = ['Endpoint', 'Endpoint: Browser Sessions', 'Browser Session', 'Scheduled Endpoint Test'];

const WITHOUT_TEST = ['agent', 'device', 'device-device', 'device-interface', 'network-outage', 'application-outage'];
const MORE_WITHOUT_TEST = [
  'Interface',
  'Network Device',
  'Cloud & Enterprise Agent',
  'Agent Notification',
  'Internet Insights: Application Outage',
  'Outages',
];

const TESTS = [
  'page-load http-server end-to-end-server end-to-end-agent agent-to-server agent-to-agent voice dns-server dns-trace dnssec bgp',
  'path-trace ftp sip-server web-transactions api unknown cloud-insights local-agent-issue my-device-test',
]
  .flatMap((types) => types.split(' '))
  .flatMap(spellings);

describe('withoutSnapshot: the type of an Endpoint Agent alert', () => {
  it.each([...ENDPOINT, ...MORE_ENDPOINT])('is evidence, whatever else is named: %s', (type) => {
    expect(withoutSnapshot({ types: [type], testId: '77', namesTest: true })).toBe('endpoint_test');
    expect(withoutSnapshot({ types: [undefined, type], namesTest: false })).toBe('no_test');
  });
});

describe('withoutSnapshot: the type of an alert about no test', () => {
  it.each([...WITHOUT_TEST.flatMap(spellings), ...MORE_WITHOUT_TEST])('is evidence, but for a test id: %s', (type) => {
    expect(withoutSnapshot({ types: [type], namesTest: true })).toBe('no_test');
    expect(withoutSnapshot({ types: [type], testId: '77', namesTest: true })).toBeUndefined();
  });
});

describe('withoutSnapshot: a type on no list', () => {
  it.each(TESTS)('says nothing: %s', (type) => {
    expect(withoutSnapshot({ types: [type], namesTest: false })).toBeUndefined();
  });
});

describe('readAlert: an alert that can have no snapshot', () => {
  const classic = (alert: object, envelope: object = {}) => ({
    eventType: 'ALERT_NOTIFICATION_TRIGGER',
    eventId: '1-2',
    alert: { alertId: 2, ...alert },
    ...envelope,
  });
  const generic = (alert: object) => ({ id: '1', type: '2', alert: { id: A_UUID, ...alert } });
  const links = (href: string) => [{ rel: 'related', href }];

  // Each of these alerts was once POSTed, or quarantined with a failure notice.
  it.each([
    { name: 'classic endpoint test', body: classic({ type: 'Endpoint HTTP Server', testId: 77, testName: 'Shop' }) },
    { name: 'classic endpoint test without a name', body: classic({ type: 'Endpoint Path Trace', testId: 77 }) },
    { name: 'classic link', body: classic({ apiLinks: links('https://api.thousandeyes.com/v7/endpoint/tests/77') }) },
    { name: 'test type', body: generic({ type: 'HTTP_SERVER', test: { id: 77, type: 'ENDPOINT_HTTP_SERVER' } }) },
    { name: 'testType', body: generic({ test: { id: 77, testType: 'endpoint-http-server' } }) },
    { name: 'flat', body: { alert_id: A_UUID, alert_type: 'ENDPOINT_NETWORK_SERVER', test_id: 77 } },
    { name: 'splunk', body: { event: { testId: '77', test_type: 'ENDPOINT_HTTP_SERVER', alert: { id: '5' } } } },
  ])('is ignored as one of an Endpoint Agent: $name', ({ body, name }) => {
    const reason = name === 'classic link' ? 'no_test' : 'endpoint_test';

    expect(readAlert(body)).toEqual({ outcome: 'ignored', reason });
  });

  it.each([
    { name: 'device without deviceAlert', body: classic({ type: 'Device', alertId: 562949955000555 }) },
    { name: 'interface', body: classic({ type: 'Interface', alertId: A_UUID }) },
    { name: 'classic outage', body: classic({ type: 'Network Outage', alertId: A_UUID }) },
    { name: 'link to a device', body: classic({ type: 'Device', apiLinks: links('https://a.example/v7/devices/77') }) },
    { name: 'browser sessions', body: generic({ type: 'ENDPOINT_BROWSER_SESSIONS_APPLICATION' }) },
    { name: 'numeric id', body: generic({ id: '562949955000222', type: 'DEVICE_INTERFACE', test: { name: 'N/A' } }) },
  ])('is ignored as one about no test: $name', ({ body }) => {
    expect(readAlert(body)).toEqual({ outcome: 'ignored', reason: 'no_test' });
  });

  // The webhook once POSTed a device's id as a test id.
  it('has no test id by a link that is to no test', () => {
    const body = classic({ alertId: A_UUID, apiLinks: links('https://api.thousandeyes.com/v7/devices/77') });

    expect(readAlert(body)).toMatchObject({ outcome: 'alert', alert: { alertId: A_UUID } });
    expect(readAlert(body)).not.toHaveProperty('alert.testId');
  });
});
