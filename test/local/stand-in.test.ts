import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn, type StandIn } from '../../local/stand-in/thousandeyes.ts';

const A_UUID = '41a0d6d0-8a34-4d53-9f6e-2f9d60cf2b77';

const hoursBefore = (hours: number, end = Date.now()) => ({
  startDate: new Date(end - hours * 3_600_000).toISOString(),
  endDate: new Date(end).toISOString(),
});

describe('ThousandEyes stand-in', () => {
  let standIn: StandIn;
  beforeAll(async () => {
    standIn = await startStandIn({ tokens: () => ['token'], snapshotLimit: 2, snapshotPeriodMs: 60_000 });
  });
  afterAll(() => standIn.stop());

  const call = async (path: string, init: RequestInit = {}, token = 'token') => {
    const response = await fetch(`${standIn.apiUrl}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  };
  const post = (body: unknown, path = '/tests/281474976710706/snapshot?aid=1234', token?: string) =>
    call(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }, token);

  it.each([
    ['the range of 3 hours', { displayName: 'x', ...hoursBefore(3) }, ['startDate']],
    ['an end in the future', { displayName: 'x', ...hoursBefore(2, Date.now() + 60_000) }, ['endDate']],
    ['no dates and no name', {}, ['displayName', 'startDate', 'endDate']],
    ['a date without a time', { displayName: 'x', ...hoursBefore(2), endDate: '2026-01-01' }, ['endDate', 'startDate']],
    ['isPublic as a number', { displayName: 'x', ...hoursBefore(2), isPublic: 1 }, ['isPublic']],
    ['no JSON', 'displayName=x', ['body']],
  ])('refuses %s with 400 and every fault', async (_, body, fields) => {
    const answer = await post(body);

    expect(answer).toMatchObject({ status: 400, body: { status: 400, instance: '/v7', type: 'about:blank' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });

  it('makes no snapshot of an Endpoint Agent test, as ThousandEyes does', async () => {
    const answer = await post({ displayName: 'x', ...hoursBefore(2) }, '/tests/584739201/snapshot?aid=74411');

    expect(answer).toMatchObject({ status: 404, body: { detail: 'There is no such test in the account group.' } });
  });

  it('answers 401 in its own shape', async () => {
    const answer = await post({}, undefined, 'other');

    expect(answer).toMatchObject({ status: 401 });
    expect(answer.body).toEqual({ error: 'invalid_token', error_description: 'Invalid access token' });
  });

  it.each(['/tests/abc/snapshot', '/tests', '/other'])('answers 404 to %s', async (path) => {
    expect(await post({}, path)).toMatchObject({ status: 404, body: { title: 'URI Resource Not Found' } });
  });

  it('creates with the full answer, opens its page, and limits in a sliding window', async () => {
    const first = await post({ displayName: 'A <b> & "c"', ...hoursBefore(2) });
    const second = await post({ displayName: 'second', ...hoursBefore(48), isPublic: true });
    const third = await post({ displayName: 'third', ...hoursBefore(2) });
    const page = await fetch(first.body._links.appLink.href);

    expect(first.status).toBe(201);
    expect(first.headers.get('content-type')).toBe('application/hal+json');
    for (const field of ['displayName', 'startRoundId', 'endRoundId', 'roundId', 'shareDate', 'uid', 'extraParams']) {
      expect(first.body).toHaveProperty(field);
    }
    expect(first.body).toMatchObject({ sourceTestId: '281474976710706', test: { savedEvent: false } });
    expect(first.body.testId).not.toBe(first.body.sourceTestId);
    expect(second.body).toMatchObject({ test: { savedEvent: true } });
    expect(third.status).toBe(429);
    expect(third.headers.get('x-organization-rate-limit-limit')).toBe('2');
    expect(third.headers.get('x-organization-rate-limit-remaining')).toBe('0');
    expect(Number(third.headers.get('x-organization-rate-limit-reset')) * 1000).toBeGreaterThan(Date.now());
    expect(await page.text()).toContain('A &#60;b&#62; &#38; &#34;c&#34;');
  });

  it('names the test of an alert only by its link', async () => {
    const answer = await call(`/alerts/${A_UUID}?aid=1234`);

    expect(answer).toMatchObject({ status: 200, body: { id: A_UUID, state: 'trigger' } });
    expect(answer.body).not.toHaveProperty('testId');
    expect(answer.body._links.test.href).toMatch(/\/v7\/tests\/http-server\/\d+\?aid=1234$/);
    expect(await call('/alerts/123')).toMatchObject({ status: 400 });
  });

  it('fails as scripted, as often as scripted', async () => {
    standIn.faults.add({ method: 'GET', id: A_UUID, status: 503, times: 2 });

    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await call(`/alerts/${A_UUID}`)).status);

    expect(statuses).toEqual([503, 503, 200]);
  });

  it('takes faults over HTTP too, and refuses one that it does not know', async () => {
    const url = new URL('/_faults', standIn.apiUrl);
    const script = (fault: object) => fetch(url, { method: 'POST', body: JSON.stringify(fault) });

    expect((await script({ method: 'GET', status: 500 })).status).toBe(204);
    expect((await call(`/alerts/${A_UUID}`)).status).toBe(500);
    expect((await script({ kind: 'explode' })).status).toBe(400);
  });
});
