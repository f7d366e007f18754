import { afterEach, describe, expect, it } from 'vitest';
import { createCall } from '../../setup/http-call.ts';
import { startConnect, THOUSANDEYES_TOKEN, URL_OF_WEBHOOK, WEBHOOK_TOKEN } from '../support/connect-harness.ts';

let connect: Awaited<ReturnType<typeof startConnect>>;
const start = async (options?: Parameters<typeof startConnect>[0]) => (connect = await startConnect(options));

afterEach(() => connect.end());

const REAL_API = ['--api-url', 'https://api.thousandeyes.com/v7'];

describe('connect: an address that ThousandEyes cannot call', () => {
  // Before, connect attached a webhook in a private network, and no alert ever arrived.
  it.each([
    '127.0.0.1',
    '2130706433',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.7.7',
    '169.254.169.254',
    '100.64.0.1',
    '[::1]',
    '[fd12::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    'localhost',
    'localhost.',
    'webhook',
    'webhook.corp.internal',
    'printer.local',
  ])('is refused before any call: %s', async (host) => {
    const { run } = await start();

    const { code, err, calls } = await run([`https://${host}/webhooks/thousandeyes`, '--all', '--yes', ...REAL_API]);

    expect([code, calls, connect.webhook.seen]).toEqual([2, [], []]);
    expect(err).toContain('ThousandEyes calls only public addresses.');
  });

  it.each(['http://10.1.2.3/webhooks/thousandeyes', 'https://10.1.2.3/webhooks/thousandeyes'])(
    'is refused with a stand-in too, unless it is of this machine: %s',
    async (url) => {
      const { run } = await start();

      expect((await run([url, '--all', '--yes'])).code).toBe(2);
    },
  );

  it('is not taken over plain http, if the API is the real one', async () => {
    const { run } = await start();

    const { code, err } = await run(['http://127.0.0.1:3000/webhooks/thousandeyes', '--all', '--yes', ...REAL_API]);

    expect(code).toBe(2);
    expect(err).toContain('must be an https URL');
  });

  it.each(['172.32.0.1', '8.8.8.8', '[2a00::1]', 'internal.example.com'])('is none of these: %s', async (host) => {
    const { run } = await start();

    expect((await run([`https://${host}/webhooks/thousandeyes`, '--all', '--dry-run'])).code).toBe(0);
  });

  it('causes a warning if its name resolves to a private network here', async () => {
    const { run } = await start();
    const resolve = async () => ['10.1.2.3', 'fd12::1'];

    const inside = await run([URL_OF_WEBHOOK, '--all', '--dry-run'], { resolve });
    const both = await run([URL_OF_WEBHOOK, '--all', '--dry-run'], { resolve: async () => ['10.1.2.3', '8.8.8.8'] });

    expect(inside.out).toMatch(/Warning: from here abc123\S+ resolves to 10\.1\.2\.3, fd12::1, in a private network\./);
    expect(both.out).not.toContain('private network');
  });
});

describe('connect: a path that is not the one of the webhook', () => {
  it.each([
    ['https://hooks.example.com/', true],
    ['https://hooks.example.com/webhooks/thousandeyes/', true],
    ['https://hooks.example.com/webhooks/thousandeyes', false],
    ['https://hooks.example.com/base/webhooks/thousandeyes', false],
  ])('is warned of before the question: %s', async (url, isWarned) => {
    const { run } = await start();
    const shown: string[] = [];

    await run([url, '--all'], { out: (text) => shown.push(text), confirm: async () => shown.push('?') < 0 });

    const beforeTheQuestion = shown.join('').split('?')[0];
    expect(beforeTheQuestion?.includes('does not end in /webhooks/thousandeyes')).toBe(isWarned);
  });
});

describe('connect: the address is asked for a 401 before it gets the token', () => {
  it('once, with a token that is wrong', async () => {
    const { attach, webhook } = await start();

    const { code } = await attach();
    const again = await attach();

    expect([code, again.code]).toEqual([0, 0]);
    expect(webhook.seen).toHaveLength(1);
    expect(webhook.seen[0]).toMatch(/^Bearer [\da-f-]{36}$/);
  });

  it('again, if the token is written again or the address is another', async () => {
    const { attach, run, webhook } = await start();
    await attach();

    await attach('--rotate');
    await run(['https://other.example.com/webhooks/thousandeyes', '--move', '--yes']);

    expect(webhook.seen).toHaveLength(3);
  });

  it.each([
    [200, /with 200 instead of 401\. It is another server, not this project's webhook\./],
    [301, /with 301 instead of 401\. It is another server, not this project's webhook\./],
    [403, /with 403 instead of 401\. Its WEBHOOK_ALLOWED_CIDRS may exclude this machine\./],
    [404, /with 404 instead of 401\. There is no webhook: check stage, host and path\./],
    [502, /with 502 instead of 401\. Look at the log of the webhook function\./],
  ])('and gets none if it answers %i', async (status, says) => {
    const { attach, run, webhook } = await start();
    webhook.status = status;

    const { code, err, writes } = await attach();
    const look = await run([URL_OF_WEBHOOK, '--all', '--dry-run']);
    const anyway = await attach('--no-check');

    expect([code, writes]).toEqual([1, []]);
    expect(err).toMatch(says);
    expect(err).toContain('Nothing was changed.');
    expect(look.code).toBe(0);
    expect(look.out).toMatch(says);
    expect(look.out).toContain('--no-check');
    expect(anyway.code).toBe(0);
  });

  it('and gets none if nobody answers', async () => {
    const { run } = await start();
    const call = createCall({ timeoutMs: 5000, now: Date.now });
    const callWebhook: typeof call = (_, request) => call('http://127.0.0.1:1/webhooks/thousandeyes', request);

    const { code, err, writes } = await run([URL_OF_WEBHOOK, '--all', '--yes'], { callWebhook });

    expect([code, writes]).toEqual([1, []]);
    expect(err).toContain('The address of the webhook gave no answer: it cannot be reached');
  });

  it('in a dry run, without the real one at hand', async () => {
    const { run, apiUrl, webhook } = await start();

    await run([URL_OF_WEBHOOK, '--all', '--dry-run'], { env: { THOUSANDEYES_TOKEN, THOUSANDEYES_API_URL: apiUrl } });

    expect(webhook.seen).toHaveLength(1);
    expect(webhook.seen.join()).not.toContain(WEBHOOK_TOKEN);
  });
});
