import { describe, expect, it } from 'vitest';
import { knownTests } from '../../local/known-tests.ts';
import { sampleAlerts, SAMPLE_TEST_IDS } from '../../local/sample-alerts.ts';
import { readSettings } from '../../local/settings.ts';
import { createApi } from '../../local/stand-in/api.ts';
import { SAMPLE_ACCOUNT } from '../../local/stand-in/sample-account.ts';
import { openSnapshotStore } from '../../local/stand-in/snapshot-store.ts';

const AN_ALERT = '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77';

const anApi = async (env: NodeJS.ProcessEnv) => {
  const answer = createApi({
    tokens: () => ['token'],
    snapshotLimit: 100,
    snapshotPeriodMs: 60_000,
    snapshots: openSnapshotStore(),
    account: SAMPLE_ACCOUNT,
    isKnownTest: await knownTests(readSettings(env)),
  });
  const call = (method: string, path: string, body = '') =>
    answer({ method, url: new URL(`http://127.0.0.1/v7${path}`), authorization: 'Bearer token', body });
  const endDate = new Date().toISOString();
  const startDate = new Date(Date.parse(endDate) - 3_600_000).toISOString();
  const body = JSON.stringify({ displayName: 'x', startDate, endDate });
  return { call, create: (testId: string) => call('POST', `/tests/${testId}/snapshot`, body).status };
};

describe('the tests of the stand-in', () => {
  it('are any that an alert names, so that an alert of one’s own gets a link', async () => {
    const { create } = await anApi({});

    expect(['1', '281474976710706', '3417721'].map(create)).toEqual([201, 201, 201]);
  });

  it('are those of its account and of the samples with UNKNOWN_TESTS=refuse', async () => {
    const { create } = await anApi({ UNKNOWN_TESTS: 'refuse' });

    expect(['3417731', '3417762', SAMPLE_TEST_IDS.at(-1) ?? ''].map(create)).toEqual([201, 201, 201]);
    expect(['1', '281474976710706'].map(create)).toEqual([404, 404]);
  });

  it('are, then too, those that the stand-in itself has named for an alert', async () => {
    const { call, create } = await anApi({ UNKNOWN_TESTS: 'refuse' });

    const { body } = call('GET', `/alerts/${AN_ALERT}`) as { readonly body: { _links: { test: { href: string } } } };
    const testId = new URL(body._links.test.href).pathname.split('/').at(-1) ?? '';

    expect(create(testId)).toBe(201);
  });
});

describe('sample alerts', () => {
  const testsOf = async (count: number, from: number) =>
    (await sampleAlerts(count, from)).map((sample) => (sample as { alert: { testId: number } }).alert.testId);

  it('take turns with their tests', async () => {
    const [first, second, third] = [await testsOf(1, 0), await testsOf(1, 1), await testsOf(2, 1)];

    expect(first).not.toEqual(second);
    expect(third[0]).toBe(second[0]);
    expect(await testsOf(1, SAMPLE_TEST_IDS.length)).toEqual(first);
  });
});
