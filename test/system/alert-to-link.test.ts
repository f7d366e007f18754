import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testIdOfAlert } from '../../local/stand-in/api.ts';
import { startLocal } from '../support/local-system.ts';
import { sampleEvent } from '../support/sample-events.ts';

const TWO_HOURS_MS = 7_200_000;

describe('local system: the samples of events/', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  beforeAll(async () => {
    local = await startLocal({ SNAPSHOT_LIMIT: '20' });
  });
  afterAll(() => local.system.stop());

  it.each([
    ['classic-http-server-trigger', '3417721', '74411', 'critical'],
    ['classic-page-load-trigger', '3417730', '74411', 'major'],
    ['classic-bgp-trigger', '3417755', '74411', 'minor'],
    ['custom-splunk-trigger', '3417762', '74411', 'critical'],
    ['custom-recommended-trigger', '3417721', '74411', 'critical'],
    ['custom-generic-trigger', testIdOfAlert('0f9a4f6e-77c4-4a52-8a3e-1d5b7c9e2f30'), undefined, 'major'],
  ])('%s becomes a link to a two-hour snapshot of its test', async (name, testId, aid, severity) => {
    const answer = await local.post(await sampleEvent(name));
    const event = await local.notificationOf(String(answer.body['captureId']));

    expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect(event).toMatchObject({ version: 1, reason: 'alert', testId, severity });
    expect(event['aid']).toBe(aid);
    expect(Date.parse(String(event['endDate'])) - Date.parse(String(event['startDate']))).toBe(TWO_HOURS_MS);
    const page = await fetch(String(event['link']));
    expect(await page.text()).toContain(testId);
  });

  it.each([
    ['classic-http-server-clear', 'clear'],
    ['custom-generic-clear', 'clear'],
    ['classic-agent-notification-trigger', 'no_test'],
    ['classic-test-ping', 'test_ping'],
  ])('%s is ignored because it is a %s', async (name, reason) => {
    const callsBefore = local.standIn().calls.length;

    const answer = await local.post(await sampleEvent(name));

    expect(answer).toMatchObject({ status: 200, body: { status: 'ignored', reason } });
    expect(local.standIn().calls.length).toBe(callsBefore);
  });

  it('a manual request becomes a link to the hours asked for', async () => {
    const answer = await local.operator('POST', '/captures', await sampleEvent('manual'));
    const event = await local.notificationOf(String(answer.body['id']));

    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`/captures/${answer.body['id']}`);
    expect(event).toMatchObject({ reason: 'manual', testId: '3417721' });
    expect(Date.parse(String(event['endDate'])) - Date.parse(String(event['startDate']))).toBe(6 * 3_600_000);
  });

  it('a manual request that waits is answered with its link', async () => {
    const answer = await local.operator('POST', '/captures', { testId: '3417790' }, { prefer: 'wait=20' });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'published', testId: '3417790', link: expect.any(String) });
    expect(await local.notificationOf(answer.body['id'])).toMatchObject({ link: answer.body['link'] });
  });

  it('the status counts the slots that these have taken', async () => {
    const { body } = await local.operator('GET', '/status');

    expect(body['slots'].limit).toBe(20);
    expect(body['slots'].free).toBeLessThan(20);
    expect(body).toHaveProperty('tokenWorkedAt');
  });

  it('a schedule delivered twice becomes one link a test', async () => {
    const input = { ...(await sampleEvent('schedule')), tests: [{ testId: '3417799' }] };

    await local.system.functions.schedule.invoke(input);
    await local.system.functions.schedule.invoke(input);

    const { body } = await local.operator('GET', '/captures');
    const captures = body['items'].filter(({ testId }: { testId: string }) => testId === '3417799');
    expect(captures).toHaveLength(1);
    expect(await local.notificationOf(captures[0].id)).toMatchObject({ reason: 'schedule', status: 'created' });
  });

  it('a delivery repeated by the sender is the same capture', async () => {
    const alert = await sampleEvent('classic-http-server-trigger');

    const first = await local.post(alert);
    const second = await local.post(alert);

    expect(second.body).toEqual({ status: 'duplicate', captureId: first.body['captureId'] });
  });

  it('JSON of an unknown shape is quarantined whole and announced as a failure', async () => {
    const answer = await local.post({ hello: 'world' });
    const event = await local.notificationOf(String(answer.body['captureId']));

    expect(answer).toMatchObject({ status: 200, body: { status: 'quarantined' } });
    expect(event).toMatchObject({ status: 'failed', error: { code: 'quarantined' } });
  });

  it('lists captures with their links for the operator, newest first', async () => {
    const { status, body } = await local.operator('GET', '/captures');
    const { id, link } = body['items'].find(({ state }: { state: string }) => state === 'published');

    expect(status).toBe(200);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1/);
    expect((await local.operator('GET', `/captures/${id}`)).body).toMatchObject({ id, state: 'published', link });
  });
});
