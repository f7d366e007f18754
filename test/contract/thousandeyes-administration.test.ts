import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../local/stand-in/thousandeyes.ts';
import { contractFaultsOf } from '../support/vendor-contract.ts';

describe('ThousandEyes stand-in: the administrative part', () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn({ tokens: () => ['token'], snapshotLimit: 5, snapshotPeriodMs: 300_000 });
  });
  afterAll(() => standIn.stop());

  const call = async (path: string, method = 'GET', body = '', token = 'token') => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${standIn.apiUrl}${path}`, { method, headers, ...(body && { body }) });
    const answer = await response.text();
    const { pathname } = new URL(response.url);
    const seen = { method, path: pathname.replace('/v7', ''), aid: undefined, body, answer, scripted: false };
    return { status: response.status, answer, faults: contractFaultsOf({ ...seen, status: response.status }) };
  };
  const activeOn = async (ruleId: string) =>
    JSON.parse((await call('/alerts')).answer).alerts.filter((alert: any) => alert.alertRuleId === ruleId);

  it.each([
    ['/alerts', 'alerts', 1],
    ['/alerts?state=clear', 'alerts', 0],
    ['/alerts/rules', 'alertRules', 3],
    ['/alerts/rules?aid=74412', 'alertRules', 1],
    ['/connectors/generic', 'items', 0],
    ['/operations/webhooks', 'items', 0],
  ])('answers %s as the vendor describes it', async (path, list, length) => {
    const { status, answer, faults } = await call(path);

    expect([status, faults]).toEqual([200, []]);
    expect(JSON.parse(answer)[list]).toHaveLength(length);
  });

  it('clears the active alerts of a rule that is edited', async () => {
    const before = await activeOn('5120077');
    const { _links, tests, ...rule } = JSON.parse((await call('/alerts/rules/5120077')).answer);

    const { status, faults } = await call('/alerts/rules/5120077', 'PUT', JSON.stringify(rule));

    expect([status, faults, before.length]).toEqual([200, [], 1]);
    expect(tests).toMatchObject([{ testId: '3417721' }]);
    expect(await activeOn('5120077')).toEqual([]);
  });

  it('keeps what is created in one account group out of the others', async () => {
    const connector = JSON.stringify({ type: 'generic', name: 'a', target: 'https://a.example/' });

    await call('/connectors/generic?aid=74412', 'POST', connector);

    expect(JSON.parse((await call('/connectors/generic?aid=74412')).answer).items).toHaveLength(1);
    expect(JSON.parse((await call('/connectors/generic')).answer).items).toEqual([]);
  });

  it('refuses an account group of somebody else, and a wrong token', async () => {
    expect(await call('/alerts/rules?aid=1')).toMatchObject({ status: 403, faults: [] });
    expect((await call('/alerts/rules', 'GET', '', 'other')).status).toBe(401);
    expect((await call('/connectors/other')).status).toBe(404);
  });
});
