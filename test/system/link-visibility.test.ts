import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../prove/storm/free-port.ts';
import { startLocal } from '../support/local-system.ts';

const SHARE_LINK = 'https://wdiac7.share.thousandeyes.com/view/tests/?roundId=1772445600';

describe('local system under LINK_VISIBILITY=login', () => {
  let local: Awaited<ReturnType<typeof startLocal>>;
  beforeAll(async () => {
    // The worker's settings need the address before the start.
    local = await startLocal({ LINK_VISIBILITY: 'login', PORT: String(await freePort()) });
  });
  afterAll(() => local.system.stop());

  it('publishes links that need a login', async () => {
    const { body } = await local.operator('POST', '/captures', { testId: '3417721', aid: '74411' });

    const event = await local.notificationOf(String(body['id']));

    expect(event).toMatchObject({ visibility: 'private', needsLogin: true });
    expect(event['expiresAtNote']).toBe("30 days by the API's documentation");
    const page = await fetch(String(event['link']), { redirect: 'manual' });
    expect(page.status).toBe(302);
  });

  it('keeps a share link that comes back all the same off the topic and out of the logs, and shows it to operators', async () => {
    const answer = JSON.stringify({ id: 'wdiac7', _links: { appLink: { href: SHARE_LINK } } });
    local.standIn().faults.add({ method: 'POST', id: '3417730', status: 201, body: answer });
    const { body } = await local.operator('POST', '/captures', { testId: '3417730', aid: '74411' });
    const id = String(body['id']);

    const event = await local.notificationOf(id);

    expect(event).toMatchObject({
      status: 'created',
      linkWithheld: true,
      captureUrl: `${local.system.url}/captures/${id}`,
    });
    expect(JSON.stringify(event)).not.toContain('wdiac7');
    const shown = await local.operator('GET', new URL(String(event['captureUrl'])).pathname);
    expect(shown.body).toMatchObject({ link: SHARE_LINK, visibility: 'public', needsLogin: false });
    expect(local.logs.join('')).toContain('link_withheld');
    expect(local.logs.join('')).not.toContain('wdiac7');
  });
});
