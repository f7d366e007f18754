import { createServer } from 'node:http';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen } from '../../../../local/listen.ts';
import { describeInBrowser, startBoard } from '../../../support/browser.ts';
import { axeRun } from '../../../support/axe-run.ts';

const PATIENCE = { timeout: 40_000 };
const ANNA = 'the-token-of-anna-who-operates';
const BEN = 'the-token-of-ben-who-may-view';
const NEW = 'the-token-of-anna-after-rotation';
const secretOf = (anna: string) =>
  JSON.stringify({ anna: { token: anna, role: 'operate' }, ben: { token: BEN, role: 'view' } });

/* The local gateway renames WWW-Authenticate as API Gateway does, so no browser asks for a password by itself. */

describeInBrowser('the board: signing in', () => {
  let board: Awaited<ReturnType<typeof startBoard>>;
  let url: string;
  let id: string;
  beforeAll(async () => {
    board = await startBoard({ OPERATOR_TOKEN: ANNA });
    board.local.system.putSecret('operator', secretOf(ANNA));
    ({ url } = board.local.system);
    const { body } = await board.local.operator('POST', '/captures', { testId: '71' });
    id = body['id'];
    await board.local.notificationOf(id);
  });
  afterAll(() => board.stop());

  /** Opens a path in a browser without a session. */
  const visit = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await (await board.browser.newContext(options)).newPage();
    await page.goto(`${url}${path}`);
    return page;
  };
  const signIn = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Operator token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('renames the header that makes a browser ask for a password', async () => {
    const { headers, status } = await fetch(`${url}/status`);

    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBeNull();
    expect(headers.get('x-amzn-remapped-www-authenticate')).toContain('Basic');
    expect(headers.get('strict-transport-security')).toContain('max-age');
  });

  it.each([{ javaScriptEnabled: true }, { javaScriptEnabled: false }])(
    'takes the right token only, shows the page that was asked for, and signs out: %j',
    async (options) => {
      const page = await visit('/?testId=71', options);
      await signIn(page, 'the-token-of-somebody-else');
      expect(await page.getByRole('alert').innerText()).toBe('This is no operator token.');
      expect(await page.context().cookies()).toEqual([]);

      await signIn(page, ANNA);
      expect(page.url()).toBe(`${url}/?testId=71`);
      expect(await page.locator('tbody tr').count()).toBe(1);
      expect(await page.locator('tbody').innerText()).toContain('asked for by anna');
      expect(await page.locator('footer').innerText()).toContain('Signed in as anna.');
      expect(await page.context().cookies()).toMatchObject([
        { name: `__Host-operator-${new URL(url).port}`, httpOnly: true, secure: true, sameSite: 'Lax' },
      ]);

      await page.getByRole('button', { name: 'Sign out' }).click();
      expect(page.url()).toBe(`${url}/sign-in`);
      expect(await page.context().cookies()).toEqual([]);
      await page.goto(url);
      expect(await page.getByLabel('Operator token').isVisible()).toBe(true);
      await page.context().close();
    },
  );

  it.each([
    { javaScriptEnabled: true, testId: '4711' },
    { javaScriptEnabled: false, testId: '4712' },
  ])('lets an operator capture, under the own name: %j', async ({ testId, ...options }) => {
    const page = await visit('/', options);
    await signIn(page, ANNA);
    await page.locator('#by-hand summary').click();
    await page.locator('#capture [name=testId]').fill(testId);
    await page.locator('#capture .primary').click();

    const row = page.locator('tbody tr', { hasText: `Test ${testId}` });
    await expect.poll(() => row.innerText(), PATIENCE).toContain('asked for by anna');
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(page.url()).toBe(`${url}/`);
    expect(await page.content()).not.toContain(ANNA);
    await page.context().close();
  });

  it('shows one who may only view everything, without a button that changes something', async () => {
    const page = await visit('/');
    await signIn(page, BEN);

    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await page.locator('#by-hand, [data-retry], [data-cancel]').count()).toBe(0);
    expect(await page.locator('footer').innerText()).toContain('Signed in as ben, who may only read.');
    const forbidden = await page.evaluate(
      `fetch('/captures', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"testId":"1"}' }).then(({ status }) => status)`,
    );
    expect(forbidden).toBe(403);
    await page.context().close();
  });

  it('is where a link on another site leads, and then to the page of the link', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="${url}/captures/${id}">The capture</a>`);
    });
    const other = await listen(server);
    const page = await visit('/sign-in');
    const follow = async () => {
      await page.goto(other.url.replace('127.0.0.1', 'localhost'));
      await page.getByRole('link', { name: 'The capture' }).click();
    };

    await follow();
    await signIn(page, ANNA);
    const seen = async () => [
      page.url(),
      await page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.id)),
    ];
    const afterSigningIn = await seen();
    await follow();
    const signedIn = await seen();

    const atTheCapture = [`${url}/?find=${id}#c-${id}`, [`c-${id}`]];
    expect([afterSigningIn, signedIn]).toEqual([atTheCapture, atTheCapture]);
    await other.stop();
    await page.context().close();
  });

  it('opens a snapshot by its capture, and the log has who did and no link', async () => {
    const page = await visit('/');
    await signIn(page, ANNA);
    const { body } = await board.local.operator('GET', `/captures/${id}`, undefined, {
      authorization: `Bearer ${ANNA}`,
    });

    const opened = page.context().waitForEvent('page');
    await page.locator(`#c-${id} .open`).click();
    await (await opened).waitForURL(body['link']);

    await expect.poll(() => board.local.logs.join(''), PATIENCE).toContain('"message":"link_opened"');
    expect(board.local.logs.join('')).not.toContain(body['link']);
    expect(board.local.logs.join('')).toMatch(/"operator_signed_in".*"operator":"anna"/);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'has no serious finding of axe in %s, and is no wider than a phone',
    async (colorScheme) => {
      const page = await visit('/', { colorScheme, viewport: { width: 390, height: 844 } });
      await signIn(page, 'wrong');
      await page.evaluate(axe.source);

      const { violations } = (await page.evaluate(axeRun(colorScheme))) as {
        violations: { id: string; impact: string }[];
      };

      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.context().close();
    },
  );

  it('ends if the token is rotated, on the page too', async () => {
    const page = await visit('/');
    await signIn(page, ANNA);
    const status = (token: string) =>
      fetch(`${url}/status`, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.status);
    board.local.system.putSecret('operator', secretOf(NEW));

    // An unknown token makes both sandboxes fetch the secret at once. Otherwise they would do so within five minutes.
    await expect
      .poll(async () => {
        await Promise.all([status(NEW), status(NEW), status(NEW)]);
        return Promise.all([status(ANNA), status(ANNA)]);
      }, PATIENCE)
      .toEqual([401, 401]);

    await expect.poll(() => page.locator('#live').innerText(), PATIENCE).toContain('signed out');
    await page.reload();
    expect(await page.getByLabel('Operator token').isVisible()).toBe(true);
    await page.context().close();
  });
});
