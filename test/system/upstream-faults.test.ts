import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultInput } from '../../local/stand-in/faults.ts';
import { startLocal } from '../support/local-system.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

let test = 900_000;
const PATIENCE = { timeout: 20_000 };

describe('local system: ThousandEyes fails', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  beforeAll(async () => {
    local = await startLocal({ SNAPSHOT_LIMIT: '50', THOUSANDEYES_TIMEOUT_SECONDS: '4' });
  });
  afterAll(() => local.system.stop());

  /**
   * The calls for a test, except 401s: each sandbox of the worker caches the token, and may get one 401 after a
   * rotation.
   */
  const callsFor = (testId: number) =>
    local.standIn().calls.filter(({ path, status }) => path === `/v7/tests/${testId}/snapshot` && status !== 401);

  /** Scripts the fault for a new test, sends an alert of it, and returns the result. */
  const alertUnder = async (fault: FaultInput) => {
    test += 1;
    local.standIn().faults.add({ method: 'POST', id: String(test), ...fault });
    const { body } = await local.post(await aClassicTrigger(test));
    const captureId = String(body['captureId']);
    const event = await local.notificationOf(captureId);
    const calls = callsFor(test);
    const published = local.notifications.filter((other) => other.captureId === captureId);
    const capture = (await local.operator('GET', `/captures/${captureId}`)).body;
    return { event, calls: calls.length, notifications: published.length, capture };
  };

  it.each([
    ['a 502', { status: 502 }],
    ['a 502 after it created the snapshot', { status: 502, created: true }],
    ['a 500', { status: 500 }],
    ['a 504', { status: 504 }],
    ['a reset', { kind: 'reset' as const }],
    ['a timeout', { kind: 'hang' as const }],
    ['a 201 that cannot be read', { status: 201, body: '<html>', created: true }],
  ])('%s once ends as one link, marked as a possible duplicate', async (_, fault) => {
    const { event, calls, notifications, capture } = await alertUnder(fault);

    expect(event).toMatchObject({ status: 'created', possibleDuplicate: true });
    expect({ calls, notifications, attempts: capture['attempts'] }).toEqual({
      calls: 2,
      notifications: 1,
      attempts: 2,
    });
  });

  it('a 401 once, because the token was rotated, ends as a link with no attempt lost to it', async () => {
    await alertUnder({ status: 502 }); // now the worker has the token in its cache
    local.system.putSecret('thousandeyes', 'token-of-tomorrow');

    const { event, notifications, capture } = await alertUnder({ id: 'none', times: 1 });
    const answers = local
      .standIn()
      .calls.slice(-2)
      .map(({ status }) => status);

    expect(event).toMatchObject({ status: 'created' });
    expect(event).not.toHaveProperty('possibleDuplicate');
    expect({ answers, notifications, attempts: capture['attempts'] }).toEqual({
      answers: [401, 201],
      notifications: 1,
      attempts: 1,
    });
  });

  it.each([
    ['a 403', { status: 403 }, 'forbidden', /Create snapshot shares/],
    ['a 404', { status: 404 }, 'test_not_found', /account group/],
    ['a 400', { status: 400 }, 'rejected', /send it again/],
  ])('%s ends as one failure notice that says what to do', async (_, fault, code, advice) => {
    const { event, calls, notifications } = await alertUnder(fault);

    expect(event).toMatchObject({ status: 'failed', error: { code, advice: expect.stringMatching(advice) } });
    expect({ calls, notifications }).toEqual({ calls: 1, notifications: 1 });
  });

  it('a 503 once is waited for: one link, nothing charged and nothing marked', async () => {
    const { event, calls, notifications, capture } = await alertUnder({ status: 503 });

    expect(event).toMatchObject({ status: 'created' });
    expect(event).not.toHaveProperty('possibleDuplicate');
    expect({ calls, notifications, attempts: capture['attempts'] }).toEqual({
      calls: 2,
      notifications: 1,
      attempts: 1,
    });
  });

  it('a 201 without a link is one snapshot, named by its id', async () => {
    const { event, calls } = await alertUnder({ status: 201, body: '{"id":"wdiac"}', created: true });

    expect(event).toMatchObject({ status: 'created', snapshotId: 'wdiac' });
    expect(event).not.toHaveProperty('link');
    expect(calls).toBe(1);
  });

  it('a 429 once cools the slots until its reset and charges no attempt', async () => {
    const reset = Math.ceil(Date.now() / 1000) + 2;
    const { event, calls, notifications, capture } = await alertUnder({
      status: 429,
      headers: { 'x-organization-rate-limit-reset': String(reset) },
    });
    const [, again] = local.standIn().calls.slice(-2);

    expect(event).toMatchObject({ status: 'created' });
    expect(event).not.toHaveProperty('possibleDuplicate');
    expect({ calls, notifications, attempts: capture['attempts'] }).toEqual({
      calls: 2,
      notifications: 1,
      attempts: 1,
    });
    expect(again?.at).toBeGreaterThanOrEqual(reset * 1000);
  });

  it('a 429 without any header cools the slots for a while of our own', async () => {
    const { event, capture } = await alertUnder({ status: 429 });

    expect(event).toMatchObject({ status: 'created' });
    expect(capture['attempts']).toBe(1);
  });

  it('never logs a token, a link or a body', () => {
    const printed = local.logs.join('');

    expect(printed).toContain('snapshot_created');
    for (const secret of [
      local.settings.thousandEyesToken,
      local.settings.webhookToken,
      'tomorrow',
      '/share/',
      'Shop checkout',
    ]) {
      expect(printed).not.toContain(secret);
    }
  });
});

describe('local system: a failed capture', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  beforeAll(async () => {
    local = await startLocal();
  });
  afterAll(() => local.system.stop());

  it('is captured after all if an operator sends it again', async () => {
    local.standIn().faults.add({ method: 'POST', id: '700', status: 403 });
    const { body } = await local.post(await aClassicTrigger(700));
    const path = `/captures/${body['captureId']}`;
    const failed = await local.notificationOf(String(body['captureId']));
    local.notifications.length = 0;

    const answer = await local.operator('POST', `${path}/retry`);
    const event = await local.notificationOf(String(body['captureId']));

    expect(failed).toMatchObject({ status: 'failed' });
    expect(answer).toMatchObject({ status: 202, body: { state: 'pending', attempts: 0 } });
    expect(event).toMatchObject({ status: 'created' });
    // The topic has the notification a moment before the ledger is updated.
    await expect
      .poll(async () => (await local.operator('GET', path)).body, PATIENCE)
      .toMatchObject({ state: 'published' });
    expect((await local.operator('GET', path)).body).not.toHaveProperty('failure');
  });

  it.each([
    ['that was published', async () => (await local.post(await aClassicTrigger(701))).body['captureId'], 409],
    ['that is quarantined', async () => (await local.post({ shape: 'unknown' })).body['captureId'], 409],
    ['that does not exist', async () => '0'.repeat(32), 404],
  ])('is not what a capture is %s: it is not sent again', async (_, make, status) => {
    const id = await make();
    if (status === 409) await local.notificationOf(id);

    expect(await local.operator('POST', `/captures/${id}/retry`)).toMatchObject({ status });
  });
});
