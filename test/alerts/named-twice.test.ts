import { describe, expect, it } from 'vitest';
import { readWebhookBody } from '../../lib/alerts/body.ts';
import { namesTwo } from '../../lib/alerts/named-twice.ts';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { A_UUID } from '../support/factories.ts';

const OTHER_UUID = '11111111-2222-3333-4444-555555555555';

/** The reading of a template whose test has this name, inserted without escaping. */
const readingOf = (template: string, name: string) => {
  const body = readWebhookBody(template.replace('NAME', name));
  return body.outcome === 'value' ? readAlert(body.value) : body;
};

const FLAT = `{"alert_id":"${A_UUID}","test_id":"1","test_name":"NAME","type":"2"}`;
const SPLUNK = `{"event":{"id":"7","alert":{"id":"5","test":{"id":"1","name":"NAME"}}}}`;
const WITHOUT_TEST = `{"alert_id":"${A_UUID}","test_name":"NAME","type":"2"}`;

describe('a name that adds a key under which a test may be named', () => {
  // Each of these bodies once produced a snapshot of test 999, or of the other alert's test.
  it.each([
    { template: FLAT, name: 'a","testId":"999","x":"' },
    { template: FLAT, name: 'a","alert":{"test":{"id":"999"}},"x":"' },
    { template: FLAT, name: 'a","alert":{"test":{"testId":"999"}},"x":"' },
    { template: FLAT, name: 'a","event":{"testId":"999"},"x":"' },
    { template: FLAT, name: 'a","event":{"alert":{"test":{"id":999}}},"x":"' },
    { template: FLAT, name: 'a","eventType":"ALERT_NOTIFICATION_TRIGGER","alert":{"testId":999},"x":"' },
    { template: WITHOUT_TEST, name: `a","alertId":"${OTHER_UUID}","x":"` },
    { template: WITHOUT_TEST, name: `a","event":{"alert":{"id":"${OTHER_UUID}"}},"x":"` },
  ])('makes nobody’s snapshot: $name', ({ template, name }) => {
    expect(readingOf(template, 'Shop')).toMatchObject({ outcome: 'alert', alert: { testName: 'Shop' } });
    expect(readingOf(template, name)).toMatchObject({ outcome: 'unknown', why: expect.stringContaining('two tests') });
  });

  it('does so where it names the same test, or one that counts for nothing', () => {
    expect(readingOf(FLAT, 'a","testId":"1","x":"')).toMatchObject({ outcome: 'alert', alert: { testId: '1' } });
    expect(readingOf(SPLUNK, 'a","testId":"","x":"')).toMatchObject({ outcome: 'alert', alert: { testId: '1' } });
  });
});

describe('a body that names two', () => {
  it.each([
    {
      name: 'a number and digits',
      body: { testId: 1, test_id: '1', alert: { testId: 1, test: { id: '1', testId: 1 } } },
    },
    { name: 'two ids of its alert beside a test', body: { testId: 1, alertId: A_UUID, alert: { id: OTHER_UUID } } },
    { name: 'an id that cannot be looked up', body: { alertId: '5', alert: { id: A_UUID } } },
    { name: 'ids of what is no test', body: { id: 1, alert: { id: 2, rule: { id: 3 } }, event: { id: 4 } } },
    { name: 'nothing', body: undefined },
    { name: 'a text', body: 'testId' },
  ])('is none with $name', ({ body }) => {
    expect(namesTwo(body)).toBe(false);
  });
});
