import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { readOpen } from '../../lib/ledger/queries.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCaptures, ROUTES } from '../../lib/operator/router.ts';
import { createWebhook } from '../../lib/intake/webhook.ts';
import type { Capture } from '../../lib/captures/capture.ts';
import { startEmulators } from '../support/emulators.ts';
import { contentOf, createApi, MANUAL_LIMIT, readDocument, samplePath } from '../support/operator-api.ts';
import { drop, publish, refuse } from '../support/settled-captures.ts';

const { operations, faultsOf } = readDocument();
const UNKNOWN = '/captures/00000000000000000000000000000000';

describe('OpenAPI document and implementation', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let api: ReturnType<typeof createApi>;
  let atWait: () => Promise<void> = async () => undefined;
  const answered = new Set<string>();
  beforeAll(async () => {
    emulators = await startEmulators();
    api = createApi(emulators, () => atWait());
  });
  afterAll(() => emulators.stop());

  /** Makes a call, checks its answer against the document, and records the answer as tested. */
  const exercise = async (
    operationId: string,
    status: number,
    url: string,
    init: Parameters<typeof api.call>[2] = {},
  ) => {
    const operation = operations.find((candidate) => candidate.operationId === operationId);
    const answer = await api.call(operation?.method ?? '', url, init);
    expect(faultsOf(operationId, answer.status, answer.type, answer.body)).toEqual([]);
    expect(answer.status).toBe(status);
    answered.add(`${operationId} ${status}`);
    return answer;
  };

  it('have the same routes, both ways', () => {
    const documented = operations.filter(({ path }) => !path.startsWith('/webhooks/'));
    const implemented = documented.filter(({ method, path }) =>
      ROUTES.some((route) => route.method === method && route.path.test(samplePath(path))),
    );

    expect(implemented).toHaveLength(documented.length);
    expect(ROUTES).toHaveLength(documented.length);
  });

  it('refuse a manual request if too many wait, but for one that is repeated', async () => {
    const waiting = Array.from({ length: MANUAL_LIMIT }, (_, index) => ({
      body: { testId: 9000 + index },
      headers: { 'idempotency-key': `full-${index}` },
    }));
    for (const request of waiting) await exercise('createCapture', 202, '/captures', request);

    const { body, headers } = await exercise('createCapture', 429, '/captures', { body: { testId: 9999 } });
    await exercise('createCapture', 202, '/captures', waiting[0]);

    expect(body['detail']).toContain('raise MANUAL_CAPTURES_LIMIT');
    expect(headers['retry-after']).toBe('60');
    const open = await readOpen(api.ledger, 100);
    for (const { id } of open) await publish(api.ledger, id);
  });

  it('answer a manual request, waiting and not', async () => {
    const { body, headers } = await exercise('createCapture', 202, '/captures', {
      body: { testId: 1, hours: 6, aid: '2' },
    });
    const listed = await exercise(
      'listCaptures',
      200,
      `/captures?testId=1&state=pending&limit=1&since=2020-01-01T00:00:00Z`,
    );
    atWait = () =>
      readOpen(api.ledger, 100)
        .then((open) => Promise.all(open.map(({ id }) => publish(api.ledger, id))))
        .then(() => undefined);
    const waited = await exercise('createCapture', 200, '/captures', {
      body: { testId: '77', displayName: 'evidence' },
      headers: { prefer: 'respond-async, wait=20' },
    });
    atWait = async () => undefined;

    expect(headers['location']).toBe(`/captures/${body.id}`);
    expect(listed.body.items.map(({ id }: Capture) => id)).toEqual([body.id]);
    expect(waited.body).toMatchObject({ state: 'published', testId: '77', link: expect.any(String) });
    expect(waited.headers['preference-applied']).toBe('wait=20');
    await exercise('showCapture', 200, `/captures/${waited.body.id}`);
  });

  it('give up waiting when the time is over', async () => {
    const { body } = await exercise('createCapture', 202, '/captures', {
      body: { testId: '78' },
      headers: { prefer: 'wait=3' },
    });

    expect(body.state).toBe('pending');
  });

  it('take the same Idempotency-Key with the same body for one capture, and refuse it with another', async () => {
    const headers = { 'idempotency-key': 'change-4711' };

    const first = await exercise('createCapture', 202, '/captures', { body: { testId: '5' }, headers });
    const again = await exercise('createCapture', 202, '/captures', { body: { testId: 5, hours: 2 }, headers });
    const other = await exercise('createCapture', 422, '/captures', { body: { testId: '6' }, headers });

    expect(again.body.id).toBe(first.body.id);
    expect(other.body.detail).toContain('Idempotency-Key');
  });

  it('page through the list to its end, each capture once', async () => {
    const ids: string[] = [];
    let url = '/captures?limit=2';
    for (let pages = 0; pages < 50; pages += 1) {
      const { body } = await exercise('listCaptures', 200, url);
      ids.push(...body.items.map(({ id }: Capture) => id));
      if (body.nextCursor === undefined) break;
      url = `/captures?limit=2&cursor=${body.nextCursor}`;
    }
    const all = (await exercise('listCaptures', 200, '/captures?limit=100')).body.items;

    expect(ids).toEqual(all.map(({ id }: Capture) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(3);
  });

  it('are at the list’s end if a cursor is older than `since`', async () => {
    const first = await exercise('listCaptures', 200, '/captures?limit=1');
    const since = new Date(Date.now() + 60_000).toISOString();

    const { body } = await exercise(
      'listCaptures',
      200,
      `/captures?limit=1&since=${since}&cursor=${first.body.nextCursor}`,
    );

    expect(body).toEqual({ items: [] });
  });

  it('refuse a window of long ago, which would only spend a slot', async () => {
    for (const endDate of ['0000-01-01T00:00:00Z', '2020-01-01T00:00:00Z']) {
      const { body } = await exercise('createCapture', 400, '/captures', { body: { testId: '9', endDate } });

      expect(body.detail).toContain('endDate: must be within the last year');
    }
  });

  it('send a failed capture again, and no other', async () => {
    const { body } = await exercise('createCapture', 202, '/captures', { body: { testId: '9' } });
    await exercise('retryCapture', 409, `/captures/${body.id}/retry`);
    await refuse(api.ledger, body.id);
    const failed = await exercise('showCapture', 200, `/captures/${body.id}`);
    api.woken.length = 0;
    const again = await exercise('retryCapture', 202, `/captures/${body.id}/retry`);

    expect(failed.body.failure).toMatchObject({ code: 'forbidden', advice: expect.stringContaining('permission') });
    expect(again.body).toMatchObject({ state: 'pending', attempts: 0 });
    expect(api.woken).toEqual([body.id]);
    await refuse(api.ledger, body.id);
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'next=%2Fstatus' };
    const led = await exercise('retryCapture', 303, `/captures/${body.id}/retry`, form);
    expect(led.headers['location']).toBe('/status');
    await exercise('retryCapture', 404, `${UNKNOWN}/retry`);
    await exercise('showCapture', 404, UNKNOWN);
    const browser = { headers: { accept: 'text/html' } };
    await exercise('showCapture', 404, UNKNOWN, browser);
    const led2 = await exercise('showCapture', 303, `/captures/${body.id}`, browser);
    expect(led2.headers['location']).toBe(`/?find=${body.id}#c-${body.id}`);
  });

  it('cancel a capture that waits, and no other', async () => {
    const { body } = await exercise('createCapture', 202, '/captures', { body: { testId: '9' } });

    const cancelled = await exercise('cancelCapture', 202, `/captures/${body.id}/cancel`);
    const listed = await exercise('listCaptures', 200, '/captures?state=cancelled');

    expect(cancelled.body).toMatchObject({ state: 'cancelled', failure: { code: 'cancelled' } });
    expect(listed.body.items.map(({ id }: Capture) => id)).toContain(body.id);
    await exercise('cancelCapture', 409, `/captures/${body.id}/cancel`);
    await exercise('retryCapture', 409, `/captures/${body.id}/retry`); // its notice is not published yet
    await exercise('cancelCapture', 404, `${UNKNOWN}/cancel`);
  });

  it('send a cancelled capture again', async () => {
    const { body } = await exercise('createCapture', 202, '/captures', { body: { testId: '9' } });
    await drop(api.ledger, body.id, 'cancelled');

    const again = await exercise('retryCapture', 202, `/captures/${body.id}/retry`);

    expect(again.body).toMatchObject({ state: 'pending', attempts: 0 });
    expect(again.body).not.toHaveProperty('endedAt');
  });

  it.each(['ignored', 'cancelled'] as const)('show what is %s with its end', async (state) => {
    const { body } = await exercise('createCapture', 202, '/captures', { body: { testId: `41${state.length}` } });
    await drop(api.ledger, body.id, state);

    const shown = await exercise('showCapture', 200, `/captures/${body.id}`);
    const listed = await exercise('listCaptures', 200, `/captures?state=${state}&testId=41${state.length}`);
    await exercise('cancelCapture', 409, `/captures/${body.id}/cancel`);
    if (state === 'ignored') await exercise('retryCapture', 409, `/captures/${body.id}/retry`);

    expect(shown.body).toMatchObject({ state, endedAt: expect.any(String) });
    expect(shown.body).not.toHaveProperty('announcedAt');
    expect(listed.body.items).toEqual([shown.body]);
  });

  it('return the status', async () => {
    const { body } = await exercise('showStatus', 200, '/status');

    expect(body.slots).toEqual({ limit: 5, periodSeconds: 300, free: 5 });
    expect(body.pending.byPriority.manual).toBe(body.pending.total);
  });

  it('receive alerts', async () => {
    const alert = { eventType: 'ALERT_NOTIFICATION_TRIGGER', eventId: '1', alert: { alertId: 1, testId: 77 } };
    const bodies = [alert, alert, { eventType: 'WEBHOOK_TEST' }, []];
    const statuses: string[] = [];
    for (const body of bodies) {
      statuses.push((await exercise('receiveAlert', 200, '/webhooks/thousandeyes', { body })).body.status);
    }

    expect(statuses).toEqual(['accepted', 'duplicate', 'ignored', 'quarantined']);
  });

  it('have the evidence of an alert', async () => {
    const alert = { eventType: 'ALERT_NOTIFICATION_TRIGGER', eventId: '2', alert: { alertId: 4711, testId: 78 } };
    const { body } = await exercise('receiveAlert', 200, '/webhooks/thousandeyes', { body: alert });
    const waiting = await exercise('showEvidence', 200, '/alerts/4711?aid=');
    await publish(api.ledger, body.captureId);

    const published = await exercise('showEvidence', 200, '/alerts/4711?aid=7');

    expect(waiting.body.items).toMatchObject([{ id: body.captureId, state: 'pending', dueAt: expect.any(String) }]);
    expect(published.body.items).toMatchObject([{ id: body.captureId, link: expect.any(String) }]);
    const headers = { accept: 'text/html' };
    const led = await exercise('showEvidence', 303, '/alerts/4711', { headers });
    expect(led.headers['location']).toBe(published.body.items[0].link);
    for (const init of [{}, { headers }]) {
      await exercise('showEvidence', 404, '/alerts/4712', init);
      await exercise('showEvidence', 400, '/alerts/4711?aid=x', init);
      await exercise('showEvidence', 200, '/alerts/4711?as=page', init);
    }
  });

  it.each([
    ['createCapture', 400, '/captures', { body: { hours: 3 } }],
    ['createCapture', 400, '/captures', { body: { testId: '1' }, headers: { 'idempotency-key': '' } }],
    ['createCapture', 413, '/captures', { body: `"${'x'.repeat(262_144)}"` }],
    ['createCapture', 415, '/captures', { body: '{}', headers: { 'content-type': 'text/plain' } }],
    ['listCaptures', 400, '/captures?state=done&cursor=x&limit=0&since=yesterday&testId=a', {}],
    ['showBoard', 400, '/?state=done&cursor=x&limit=0&since=yesterday&testId=a', {}],
    ['receiveAlert', 400, '/webhooks/thousandeyes', { body: 'testId=1' }],
    ['receiveAlert', 413, '/webhooks/thousandeyes', { body: `"${'x'.repeat(1_048_576)}"` }],
    ['receiveAlert', 415, '/webhooks/thousandeyes', { body: '{}', headers: { 'content-type': 'text/xml' } }],
  ])('%s answers %i to bad input, and names it', async (operationId, status, url, init) => {
    const { body } = await exercise(operationId, status, url, init);

    expect((body.detail ?? body).length).toBeGreaterThan(10);
  });

  it('name every fault of a list query', async () => {
    const { body } = await exercise('listCaptures', 400, '/captures?state=x&limit=0&since=y&testId=z&order=up');

    for (const name of ['state', 'limit', 'since', 'testId', 'unknown name']) expect(body.detail).toContain(name);
  });

  it('let nobody in without credentials', async () => {
    const guarded = operations.filter(({ security }) => security?.length !== 0);
    for (const { operationId, path } of guarded) {
      const { body } = await exercise(operationId, 401, samplePath(path), { token: 'wrong' });

      expect(body.detail ?? body).toContain('token');
    }

    expect(guarded).toHaveLength(operations.length - 5);
  });

  it('let nobody in from another address, whatever the credentials', async () => {
    for (const { operationId, path } of operations) {
      const { body } = await exercise(operationId, 403, samplePath(path), { sourceIp: '192.0.2.1' });

      expect(body.detail).toContain('address');
    }
  });

  it('sign an operator in and out, and nobody else', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const signIn = (status: number, body: string, headers: object = form) =>
      exercise('signIn', status, '/sign-in', { token: 'none', body, headers });

    await exercise('showSignIn', 200, '/sign-in?next=/status', { token: 'none' });
    const { headers } = await signIn(303, 'token=token&next=%2Fstatus');
    await signIn(401, 'token=wrong');
    await signIn(413, `token=${'x'.repeat(8192)}`);
    await signIn(415, '{}', {});
    await signIn(403, 'token=token', { ...form, 'sec-fetch-site': 'same-site' });
    const out = await exercise('signOut', 303, '/sign-out', { token: 'none' });

    expect([headers['location'], out.headers['location']]).toEqual(['/status', '/sign-in']);
  });

  it('capture by the form of the board', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const send = (status: number, body: string, init: object = { headers }) =>
      exercise('captureByForm', status, '/captures/form', { body, ...init });

    const { headers: sent } = await send(303, 'testId=73&aid=&hours=6&endDate=2026-11-01T10%3A00&displayName=');
    const { body } = await send(400, 'testId=x&hours=3&order=up');
    await send(415, '{}', {});
    for (let index = 0; index < MANUAL_LIMIT; index += 1) {
      await api.call('POST', '/captures', { body: { testId: 7300 + index } });
    }
    await send(429, 'testId=74');
    for (const { id } of await readOpen(api.ledger, 100)) await publish(api.ledger, id);

    expect(sent['location']).toBe('/');
    expect(body).toMatch(/The capture was not accepted.*testId: must be/s);
  });

  it('lead to a link, and say if there is none', async () => {
    const { body } = await exercise('createCapture', 202, '/captures', { body: { testId: '71' } });
    await exercise('openLink', 404, `/captures/${body.id}/link`);
    await publish(api.ledger, body.id);

    const { headers } = await exercise('openLink', 303, `/captures/${body.id}/link`, { token: 'view-token' });

    expect(headers['location']).toBe((await exercise('showCapture', 200, `/captures/${body.id}`)).body.link);
  });

  it('let an operator who may only view change nothing', async () => {
    const { body } = await exercise('createCapture', 403, '/captures', { token: 'view-token', body: { testId: '31' } });

    expect(body.detail).toContain('role is view');
  });

  it('let no other site make a browser capture, or send again', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const { body } = await exercise('createCapture', 202, '/captures', { body: { testId: '31' } });
    await refuse(api.ledger, body.id);

    const created = await exercise('createCapture', 403, '/captures', { body: { testId: '32' }, headers });
    await exercise('retryCapture', 403, `/captures/${body.id}/retry`, { headers });

    expect(created.body.detail).toContain('board');
    expect(await api.ledger.get(body.id)).toMatchObject({ state: 'failed' });
    expect((await exercise('listCaptures', 200, '/captures?testId=32', { headers })).body.items).toEqual([]);
  });

  it('show the board, and give its files out to be kept', async () => {
    const page = await exercise('showBoard', 200, '/?state=failed&testId=&since=2026-01-01T00:00');
    const [, style = '', script = ''] =
      page.body.match(/href="(\/board.css\?v=\w+)"[^]*src="(\/board.js\?v=\w+)"/) ?? [];
    for (const [operationId, url] of [
      ['showBoardStyle', style],
      ['showBoardScript', script],
    ] as const) {
      const { headers } = await exercise(operationId, 200, url, { token: 'none' });
      const again = await exercise(operationId, 304, url, { headers: { 'if-none-match': headers['etag'] } });
      const old = await exercise(operationId, 200, url.replace(/\?.*/, '?v=old'), {
        headers: { 'if-none-match': '"old"' },
      });

      expect(headers['cache-control']).toContain('immutable');
      expect(again.headers['etag']).toBe(headers['etag']);
      expect(old.headers['cache-control']).toBe('no-cache');
    }
  });

  it('answer 503 if the ledger cannot be reached', async () => {
    const down = () => Promise.reject(new Error('unreachable'));
    const broken = {
      authenticate: async () => true,
      recognize: async () => ({ name: 'anna', role: 'operate' }) as const,
      signIn: down,
      ledger: { add: down, get: down, save: down, openKeys: down, idsOfAlert: down, getAll: down },
      listCaptures: down,
      slots: { read: down },
      sendWake: down,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      measure: () => undefined,
      now: Date.now,
      sleep: down,
      periodMs: 1,
      manualLimit: 1,
      filters: CAPTURE_EVERYTHING,
      readPayload: down,
    };
    const [captures, webhook] = [
      createCaptures(broken),
      createWebhook({ ...broken, rules: { captureOn: 'trigger' } as never }),
    ];
    for (const { operationId, path, method } of operations) {
      const isForm = path === '/sign-in' || path === '/captures/form';
      const headers = isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
      const json = path.startsWith('/webhooks/') ? '{"unknown":"shape"}' : '{"testId":"1"}';
      const body = isForm ? 'testId=1' : json;
      const event = { rawPath: samplePath(path), headers, requestContext: { http: { method } }, body };
      const answer = await (path.startsWith('/webhooks/') ? webhook : captures)(event as never);

      expect(
        faultsOf(operationId, answer.statusCode ?? 0, String(answer.headers?.['content-type']), contentOf(answer)),
      ).toEqual([]);
      answered.add(`${operationId} ${answer.statusCode}`);
    }
  });

  it('have exercised every documented answer', () => {
    const documented = operations.flatMap(({ operationId, responses }) =>
      Object.keys(responses).map((status) => `${operationId} ${status}`),
    );

    expect([...answered].toSorted()).toEqual(documented.toSorted());
  });
});
