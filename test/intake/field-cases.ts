/*
 * Webhook bodies from real use: recordings in public repositories, the vendor's samples and templates, its OpenAPI
 * document. The shapes are real, the values are made up.
 */

const UTC = '2026-03-02 09:58:00 UTC';

/** The classic webhook of an HTTP test, with the case's own fields; an undefined field is left out. */
export const classic = (alert: object = {}, envelope: object = {}) => ({
  eventId: '512004711-203114456',
  eventType: 'ALERT_NOTIFICATION_TRIGGER',
  alert: {
    severity: 'Major',
    dateStartZoned: UTC,
    active: 1,
    type: 'HTTP Server',
    ruleAid: 74411,
    ruleId: 5120077,
    ruleName: 'Checkout unreachable',
    ruleExpression: 'Response Time ≥ 0 ms',
    dateStart: '2026-03-02 09:58:00',
    testId: 3417721,
    alertId: 203114456,
    testName: 'Shop checkout',
    testLabels: [],
    testTargetsDescription: ['https://shop.example'],
    violationCount: 1,
    agents: [],
    apiLinks: [],
    permalink: 'https://app.thousandeyes.com/alerts/list/?__a=74411&alertId=203114456',
    ...alert,
  },
  ...envelope,
});

/** An event without any field of a test. */
export const bare = (alert: object, envelope: object = {}) => ({
  eventId: '512004711-203114457',
  eventType: 'ALERT_NOTIFICATION_TRIGGER',
  alert,
  ...envelope,
});

const ALERT_ID = '5b1f6c1e-3a40-4c5e-9d11-0a7c3f2e8d64';

/** The Generic preset, which names a test by its name or not at all. */
export const generic = (type: string, test: object | null = { name: 'Shop checkout', labels: [] }, id = ALERT_ID) => ({
  id: '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77',
  type: '2',
  alert: {
    id,
    type,
    severity: 'MAJOR',
    rule: { id: '5120077', name: 'Checkout unreachable', expression: 'x', notes: '' },
    triggered: 1_772_445_480_000,
    details: [{ metricsAtStart: 'm', source: { id: '1', name: 'n' } }],
    ...(test && { test, targets: ['https://shop.example'] }),
  },
});

/** The preset of the Splunk add-on. */
export const splunk = (event: object = {}, alert: object = {}) => ({
  sourcetype: 'cisco:thousandeyes:alerts',
  source: 'cisco:thousandeyes:webhook',
  index: 'alerts_index',
  event: {
    eventId: '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77--5b1f6c1e',
    eventType: 'THOUSANDEYES_ALERT_NOTIFICATION',
    id: '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77',
    type: '2',
    accountId: '74411',
    orgId: '20011',
    vendor_severity: 'MAJOR',
    signature: 'Checkout unreachable',
    alert_type: 'HTTP_SERVER',
    testId: '3417721',
    test_type: 'HTTP_SERVER',
    alert: {
      id: ALERT_ID,
      type: 'HTTP_SERVER',
      severity: 'MAJOR',
      rule: { id: '1' },
      test: { name: 'Shop' },
      ...alert,
    },
    ...event,
  },
});

/** A body that docs/webhook-template.hbs renders. */
export const ours = (alert: object = {}, names: object = {}) => ({
  source: 'thousandeyes-snapshot-webhook',
  id: '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77',
  type: '2',
  alert: {
    id: ALERT_ID,
    type: 'HTTP_SERVER',
    severity: 'CRITICAL',
    triggered: '1772445480000',
    cleared: '',
    aid: '74411',
    test: { id: '3417721', type: 'HTTP_SERVER' },
    rule: { id: '5120077' },
    ...alert,
  },
  rule_name: 'Checkout unreachable',
  test_name: 'Shop checkout',
  ...names,
});

/** The example in the vendor's OpenAPI document and Terraform provider. Its `alert_type` is `{{type.id}}`. */
export const flat = (changes: object) => ({
  alert_id: ALERT_ID,
  test_name: 'Shop checkout',
  severity: 'CRITICAL',
  ...changes,
});
