import { readFileSync } from 'node:fs';

const TEMPLATE = readFileSync(new URL('../../docs/webhook-template.hbs', import.meta.url), 'utf8');

/** The values of events/custom-recommended-trigger.json, by the template's variables. */
export const VALUES = {
  id: 'e0b83b1e-98e6-4f4c-8e29-3a0f4f5b7a10',
  'type.id': '2',
  'alert.id': '9a3f1f0c-5f08-4d0c-9d6c-5b1de1f1a2b3',
  'alert.rule.alertType.id': 'HTTP_SERVER',
  'alert.severity.id': 'CRITICAL',
  'alert.firstSeen.epochMilli': '1772425500000',
  'alert.timeCleared.epochMilli': '',
  'alert.rule.account.id': '74411',
  'alert.test.id': '3417721',
  'alert.test.testType': 'HTTP_SERVER',
  'alert.rule.id': '5120077',
  'alert.rule.name': 'Checkout unreachable',
  'alert.test.name': 'Shop checkout',
};

/**
 * docs/webhook-template.hbs as ThousandEyes renders it: values are inserted without escaping, missing ones are empty.
 */
export const rendered = (values: Partial<Record<keyof typeof VALUES, string>> = {}, template = TEMPLATE): string =>
  template.replaceAll(/\{\{([\w.]+)\}\}/g, (_, variable: keyof typeof VALUES) => {
    if (!(variable in VALUES)) throw new Error(`${variable} is not told in VALUES`);
    return values[variable] ?? VALUES[variable];
  });
