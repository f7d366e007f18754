import { readFile } from 'node:fs/promises';
import { SAMPLE } from './sample.ts';

/* The sample alerts of a large outage: many tests of several sites at once. All names are invented. */

const SITES = ['Frankfurt', 'Dublin', 'Ashburn', 'Singapore', 'São Paulo', 'Sydney', 'Mumbai'];
const SERVICES = [
  { name: 'Shop checkout', rule: 'Checkout unreachable', severity: 'Critical' },
  { name: 'VPN gateway', rule: 'Packet loss above 5 %', severity: 'Major' },
  { name: 'Public API', rule: 'Server error is present', severity: 'Critical' },
  { name: 'Product images', rule: 'Page load above 4 s', severity: 'Minor' },
  { name: 'Resolver', rule: 'No answer from the resolver', severity: 'Major' },
  { name: 'Mail relay', rule: 'Connect time above 2 s', severity: 'Minor' },
  { name: 'Status page', rule: 'Certificate ends within 14 days', severity: 'Info' },
  { name: 'Payments', rule: 'Transaction does not complete', severity: 'Major' },
] as const;

/** The number of different tests. With more alerts, tests repeat, and their captures merge while they wait. */
const SAMPLE_TESTS = SITES.length * SERVICES.length;

const testIdAt = (index: number): number => 3_417_721 + (index % SAMPLE_TESTS) * 13;

/** The ids of all tests of the sample alerts. */
export const SAMPLE_TEST_IDS: readonly string[] = Array.from({ length: SAMPLE_TESTS }, (_, index) =>
  String(testIdAt(index)),
);

/**
 * Makes `count` alerts as ThousandEyes would post them, each with a new id.
 *
 * @param from how many alerts were sent before, so that the tests take turns
 */
export const sampleAlerts = async (count: number, from = 0): Promise<object[]> => {
  const sample = JSON.parse(await readFile(SAMPLE, 'utf8')) as { alert: object };
  const now = Date.now();
  return Array.from({ length: count }, (_, n) => {
    const index = from + n;
    const { name, rule, severity } = SERVICES[index % SERVICES.length] ?? SERVICES[0];
    const site = SITES[Math.floor(index / SERVICES.length) % SITES.length] ?? '';
    const alert = {
      ...sample.alert,
      alertId: now * 100 + index,
      testId: testIdAt(index),
      testName: `${name} ${site}`,
      ruleName: rule,
      severity,
      apiLinks: [],
    };
    return { ...sample, eventId: `${now}-${index}`, alert };
  });
};
