import { readFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../local/stand-in/thousandeyes.ts';

describe('ThousandEyes stand-in: the account', () => {
  let standIn: StandIn;
  let ajv: Ajv;
  beforeAll(async () => {
    standIn = await startStandIn({ tokens: () => ['token'], snapshotLimit: 5, snapshotPeriodMs: 300_000 });
    const schema = await readFile(new URL('thousandeyes-account.schema.json', import.meta.url), 'utf8');
    ajv = new Ajv({ allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'account', ...JSON.parse(schema) });
  });
  afterAll(() => standIn.stop());

  const get = async (path: string, token = 'token') => {
    const response = await fetch(`${standIn.apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  };

  it.each([
    ['/account-groups', 'accountGroups', 'accountGroups', 2],
    ['/tests?aid=74411', 'tests', 'tests', 3],
    ['/tests', 'tests', 'tests', 3],
    ['/tests?aid=74412', 'tests', 'tests', 1],
    ['/endpoint/tests/scheduled-tests?aid=74411', 'endpointTests', 'tests', 1],
    ['/endpoint/tests/scheduled-tests?aid=74412', 'endpointTests', 'tests', 0],
  ])('answers %s as the vendor describes it, with the limit in its headers', async (path, shape, list, length) => {
    const { status, headers, body } = await get(path);

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/hal+json');
    expect(headers.get('x-organization-rate-limit-limit')).toBe('240');
    expect(ajv.validate(`account#/definitions/${shape}`, body) || ajv.errorsText()).toBe(true);
    expect(body[list]).toHaveLength(length);
  });

  it('refuses an account group of somebody else, and a wrong token', async () => {
    expect((await get('/tests?aid=1')).status).toBe(403);
    expect((await get('/account-groups', 'other')).status).toBe(401);
  });
});
