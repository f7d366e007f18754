import { describe, expect, it } from 'vitest';
import { NoValueError } from '../../lib/edge/credentials.ts';
import { MINUTE, NOW } from '../support/factories.ts';
import { aClassicTrigger, sampleEvent } from '../support/sample-events.ts';
import { aWebhook } from '../support/webhook-harness.ts';

const unreachable = async () => {
  throw new Error('unreachable');
};

const DOWN = { add: unreachable, idsOfAlert: unreachable, getAll: unreachable };

describe('webhook: an alert', () => {
  it('is answered 200 with its capture, which is in the ledger, and whose worker is woken at once', async () => {
    const { world, ledger, send } = aWebhook();

    const { status, body } = await send(await aClassicTrigger(4711));

    expect([status, body.status]).toEqual([200, 'accepted']);
    expect(await ledger.get(body.captureId)).toMatchObject({ state: 'pending', testId: '4711', receivedAt: NOW });
    expect(world.woken).toEqual([{ captureId: body.captureId, delayMs: 0 }]);
  });

  it('is one capture where it is delivered twice, and wakes once', async () => {
    const { world, ledger, send } = aWebhook();
    const alert = await aClassicTrigger(4711);
    const { body: first } = await send(alert);
    world.now += MINUTE;

    const { status, body } = await send(alert);

    expect([status, body]).toEqual([200, { status: 'duplicate', captureId: first.captureId }]);
    expect(ledger.all()).toHaveLength(1);
    expect(world.woken).toHaveLength(1);
  });

  it('is accepted where the worker cannot be woken: it is safe, and the watchdog finds it', async () => {
    const { world, ledger, send } = aWebhook({ sendWake: unreachable });

    const { status, body } = await send(await aClassicTrigger(4711));

    expect([status, body.status]).toEqual([200, 'accepted']);
    expect(ledger.all()).toHaveLength(1);
    expect(world.logged).toEqual(['error', 'info']);
  });

  it('is refused with 503, and its sender asked to repeat it, where the ledger cannot be written', async () => {
    const { world, send } = aWebhook({ ledger: DOWN });

    const { status, body } = await send(await aClassicTrigger(4711));

    expect(status).toBe(503);
    expect(body.detail).toContain('Send it again');
    expect(world.woken).toEqual([]);
  });
});

describe('webhook: a clear, where both are captured', () => {
  it('has the window of the incident, from the arrival of its trigger on', async () => {
    const { world, ledger, send } = aWebhook({ rules: { captureOn: 'both' } });
    const [trigger, clear] = await Promise.all(
      ['classic-http-server-trigger', 'classic-http-server-clear'].map(sampleEvent),
    );
    const withoutStart = (event: Record<string, any>) => {
      const { dateStartUtc: _utc, dateStart: _start, dateStartZoned: _zoned, ...alert } = event['alert'];
      return { ...event, alert };
    };
    const triggered = await send(withoutStart(trigger ?? {}));
    world.now += 5 * 60 * MINUTE;

    const { body } = await send(withoutStart(clear ?? {}));

    const capture = await ledger.get(body.captureId);
    expect(capture?.alert?.transition).toBe('clear');
    expect(Date.parse(capture?.endDate ?? '') - Date.parse(capture?.startDate ?? '')).toBe(6 * 60 * MINUTE);
    expect(capture?.triggers).toEqual([triggered.body.captureId]);
  });

  it('remembers its trigger if it says itself when it began, too: its message names that one’s snapshot', async () => {
    const { ledger, send } = aWebhook({ rules: { captureOn: 'both' } });
    const triggered = await send(await sampleEvent('classic-http-server-trigger'));

    const { body } = await send(await sampleEvent('classic-http-server-clear'));

    expect((await ledger.get(body.captureId))?.triggers).toEqual([triggered.body.captureId]);
  });

  it('reads no trigger for a trigger', async () => {
    const { send } = aWebhook({ ledger: { ...DOWN, add: async () => true } });

    expect(await send(await aClassicTrigger(4711))).toMatchObject({ status: 200 });
  });
});

describe('webhook: what asks for no capture', () => {
  it.each([
    { name: 'a ping', event: 'classic-test-ping', rules: {}, reason: 'test_ping' },
    { name: 'a clear', event: 'classic-http-server-clear', rules: {}, reason: 'clear' },
    {
      name: 'what a rule leaves out',
      event: 'classic-http-server-trigger',
      rules: { onlyTestIds: ['1'] },
      reason: 'test_not_listed',
    },
  ])('is answered 200 with the reason, and is not in the ledger: $name', async ({ event, rules, reason }) => {
    const { ledger, send } = aWebhook({ rules });

    const { status, body } = await send(await sampleEvent(event));

    expect([status, body]).toEqual([200, { status: 'ignored', reason }]);
    expect(ledger.all()).toEqual([]);
  });
});

describe('webhook: what cannot be read as an alert', () => {
  it.each([
    { name: 'JSON of no known shape', body: '{"unheard":"of"}', why: 'no known payload family fits' },
    { name: 'JSON that a name has broken', body: '{"name":"the "new" shop"}', why: 'not valid JSON' },
    { name: 'JSON that names two tests', body: '{"testId":"1","name":"a","testId":"2"}', why: 'twice with two values' },
  ])('is answered 200 and kept for an operator: $name', async ({ body: text, why }) => {
    const { ledger, send } = aWebhook();

    const { status, body } = await send(text);

    expect([status, body.status]).toEqual([200, 'quarantined']);
    expect(await ledger.get(body.captureId)).toMatchObject({
      state: 'failed',
      failure: { code: 'quarantined', detail: expect.stringContaining(why) },
    });
    expect(ledger.payloads.get(body.captureId)).toBe(text);
  });

  it.each([
    { name: 'no JSON', body: 'testId=1', headers: {}, status: 400 },
    { name: 'another media type', body: '{}', headers: { 'content-type': 'application/xml' }, status: 415 },
    { name: 'too large', body: `"${'x'.repeat(1_048_576)}"`, headers: {}, status: 413 },
  ])('is refused, and is not in the ledger: $name', async ({ body, headers, status }) => {
    const { ledger, send } = aWebhook();

    expect(await send(body, headers)).toMatchObject({ status });
    expect(ledger.all()).toEqual([]);
  });

  it('is no reason to lose an alert where it is one broken character in a name', async () => {
    const { ledger, send } = aWebhook();
    const alert = JSON.stringify(await aClassicTrigger(4711, { testName: 'Z?rich' })).replace('Z?', 'Z\u00ff');

    expect(await send(Buffer.from(alert, 'latin1'))).toMatchObject({ status: 200 });
    expect(ledger.all()).toMatchObject([{ state: 'pending', testId: '4711', testName: 'Z\ufffdrich' }]);
  });
});

describe('webhook: wrong credentials', () => {
  it('are answered 401 with the ways to send the right ones, and nothing is in the ledger', async () => {
    const { ledger, send } = aWebhook({ authenticate: async () => false });

    const { status, body } = await send(await aClassicTrigger(4711));

    expect(status).toBe(401);
    expect(body.detail).toMatch(/Bearer.*Basic.*X-Webhook-Token/);
    expect(ledger.all()).toEqual([]);
  });

  it('are the ones of the request', async () => {
    const { send } = aWebhook({ authenticate: async (headers) => headers['x-webhook-token'] === 'right' });
    const alert = await aClassicTrigger(4711);

    expect(await send(alert, { 'x-webhook-token': 'right' })).toMatchObject({ status: 200 });
    expect(await send(alert, { 'x-webhook-token': 'wrong' })).toMatchObject({ status: 401 });
  });

  it('cannot be told where the secret cannot be read: 503, so that the sender repeats it', async () => {
    const { send } = aWebhook({ authenticate: unreachable });

    expect(await send(await aClassicTrigger(4711))).toMatchObject({ status: 503 });
  });

  it('cannot be told where the secret has no value: 503, logged and counted apart from a guess', async () => {
    const measured: unknown[] = [];
    const logged: string[] = [];
    const { send } = aWebhook({
      authenticate: () => Promise.reject(new NoValueError()),
      measure: (...datum) => void measured.push(datum),
      log: { info: () => undefined, warn: () => undefined, error: (code) => void logged.push(code) },
    });

    const { status, body } = await send(await aClassicTrigger(4711));

    expect([status, body.detail]).toEqual([503, expect.stringContaining('fill its secret')]);
    expect([measured, logged]).toEqual([[['SecretsWithoutValue', 1, 'webhook']], ['webhook_secret_without_value']]);
  });
});

describe('webhook: the log', () => {
  it('has rule and test of an alert that a rule leaves out, so that the runbook’s query names what was lost', async () => {
    const lines: unknown[][] = [];
    const log = { info: (...line: unknown[]) => void lines.push(line), warn: () => undefined, error: () => undefined };
    const { send } = aWebhook({ rules: { exceptTestIds: ['666'] }, log });

    await send(await aClassicTrigger(666));

    expect(lines).toEqual([
      [
        'alert_ruled_out',
        {
          reason: expect.any(String),
          severity: expect.any(String),
          testId: '666',
          ruleId: expect.stringMatching(/^\d+$/),
        },
      ],
    ]);
  });

  it.each([
    { name: 'an alert', body: aClassicTrigger(4711), level: 'info' },
    { name: 'an alert that a rule leaves out', body: aClassicTrigger(666), level: 'info' },
    { name: 'a ping', body: sampleEvent('classic-test-ping'), level: 'info' },
    { name: 'a body of no known shape', body: '{"unheard":"of"}', level: 'warn' },
    { name: 'a body that is no JSON', body: 'testId=1', level: 'warn' },
    { name: 'a body that is too large', body: `"${'x'.repeat(1_048_576)}"`, level: 'warn' },
  ])('has one line for each request: $name', async ({ body, level }) => {
    const { world, send } = aWebhook({ rules: { exceptTestIds: ['666'] } });

    await send(await body);

    expect(world.logged).toEqual([level]);
  });

  it.each([
    { name: 'wrong credentials', changes: { authenticate: async () => false }, level: 'warn' },
    {
      name: 'a ledger that cannot be written',
      changes: { ledger: DOWN },
      level: 'error',
    },
  ])('has one line for each request: $name', async ({ changes, level }) => {
    const { world, send } = aWebhook(changes);

    await send(await aClassicTrigger(4711));

    expect(world.logged).toEqual([level]);
  });
});
