import { createServer } from 'node:http';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { FaultInput } from '../../../../local/stand-in/faults.ts';
import { listen } from '../../../../local/listen.ts';
import { describeInBrowser, startBoard } from '../../../support/browser.ts';
import { aClassicTrigger } from '../../../support/sample-events.ts';
import { axeRun } from '../../../support/axe-run.ts';

const PATIENCE = { timeout: 40_000 };
const TEST_TIMEOUT = 90_000;
const ANNA = 'the-token-of-anna-who-operates';
const BEN = 'the-token-of-ben-who-may-view';
const SNAPSHOT = /\/share\//;
const WITH_AND_WITHOUT = [{ javaScriptEnabled: true }, { javaScriptEnabled: false }];

describeInBrowser('the evidence address', () => {
  let board: Awaited<ReturnType<typeof startBoard>>;
  let url: string;
  beforeAll(async () => {
    board = await startBoard({ OPERATOR_TOKEN: ANNA, MIN_SEVERITY: 'minor', SNAPSHOT_LIMIT_SECONDS: '5' });
    board.local.system.putSecret(
      'operator',
      JSON.stringify({ anna: { token: ANNA, role: 'operate' }, ben: { token: BEN, role: 'view' } }),
    );
    ({ url } = board.local.system);
  });
  afterEach(() => board.closePages());
  afterAll(() => board.stop());

  /** Sends an alert of a test, and returns its evidence address and its capture. */
  const alerted = async (testId: number, faults: readonly FaultInput[] = []) => {
    for (const fault of faults) board.local.standIn().faults.add(fault);
    const alert = await aClassicTrigger(testId);
    const { body } = await board.local.post(alert);
    return {
      path: `/alerts/${alert['alert'].alertId}?aid=${alert['alert'].ruleAid}`,
      captureId: String(body['captureId']),
    };
  };
  const linkOf = async (captureId: string): Promise<string> => {
    await board.local.notificationOf(captureId);
    const { body } = await board.local.operator('GET', `/captures/${captureId}`, undefined, {
      authorization: `Bearer ${ANNA}`,
    });
    return body['link'];
  };
  /** A browser without a session. */
  const stranger = async (options: BrowserContextOptions = {}): Promise<Page> =>
    (await board.browser.newContext(options)).newPage();
  const signIn = async (page: Page, token = ANNA): Promise<void> => {
    await page.getByLabel('Operator token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  /** The serious findings of axe. Without JavaScript there is no check, because axe objects to a page that reloads. */
  const seriousOf = async (
    page: Page,
    {
      javaScriptEnabled = true,
      colorScheme = 'light',
    }: { javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {},
  ) => {
    if (!javaScriptEnabled) return [];
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate(axeRun(colorScheme))) as {
      violations: { id: string; impact: string }[];
    };
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
  };

  it('leads to the snapshot that is there', async () => {
    const { path, captureId } = await alerted(8001);
    const link = await linkOf(captureId);

    const { page } = await board.open(path, { token: ANNA });

    expect(page.url()).toBe(link);
    await expect.poll(() => board.local.logs.join(''), PATIENCE).toMatch(/"link_opened".*"operator":"anna"/);
    expect(board.local.logs.join('')).not.toContain(link);
  });

  it.each(WITH_AND_WITHOUT)(
    'asks for the sign-in, from another site’s link too, and goes on to the snapshot: %j',
    async (options) => {
      const { path, captureId } = await alerted(options.javaScriptEnabled ? 8002 : 8003);
      const link = await linkOf(captureId);
      const server = createServer((_, response) => {
        response.setHeader('content-type', 'text/html');
        response.end(`<a href="${url}${path}">The ticket's link</a>`);
      });
      const other = await listen(server);
      const page = await stranger(options);
      const follow = async () => {
        await page.goto(other.url.replace('127.0.0.1', 'localhost'));
        await page.getByRole('link', { name: 'The ticket' }).click();
      };

      await follow();
      expect(await page.getByLabel('Operator token').isVisible()).toBe(true);
      expect(await page.content()).not.toContain(link);
      await signIn(page, 'the-token-of-nobody-at-all');
      await signIn(page, BEN);
      await page.waitForURL(link, PATIENCE);
      await follow();
      await page.waitForURL(link, PATIENCE);

      await other.stop();
      await page.context().close();
    },
    TEST_TIMEOUT,
  );

  it.each(WITH_AND_WITHOUT)(
    'says when the snapshot is due, and opens it by itself: %j',
    async (options) => {
      // The first answer is a 429 for minutes, so the gate closes, and the capture waits until the gate is opened by hand.
      const reset = Math.floor(Date.now() / 1000) + 240;
      const { path, captureId } = await alerted(options.javaScriptEnabled ? 8004 : 8005, [
        { method: 'POST', status: 429, headers: { 'x-organization-rate-limit-reset': String(reset) } },
      ]);
      const state = async () =>
        (await board.local.operator('GET', `/captures/${captureId}`, undefined, { authorization: `Bearer ${ANNA}` }))
          .body['state'];
      await expect.poll(() => board.local.logs.join(''), PATIENCE).toContain('gate_closed');
      await expect.poll(state, PATIENCE).toBe('pending');

      const { page } = await board.open(path, { token: ANNA, ...options });

      expect(await page.locator('#verdict').innerText()).toBe('First in line');
      expect(await page.locator('.next').first().innerText()).toMatch(/It is due (at about [\d:]+ UTC|now)\./);
      expect(await seriousOf(page, options)).toEqual([]);
      await board.local.operator('POST', '/local/fault', { fault: 'none' });
      await page.waitForURL(await linkOf(captureId), PATIENCE);
    },
    TEST_TIMEOUT,
  );

  it.each(WITH_AND_WITHOUT)(
    'says why there is no snapshot, and sends the capture again at a press: %j',
    async (options) => {
      const { path, captureId } = await alerted(options.javaScriptEnabled ? 8006 : 8007, [
        { method: 'POST', status: 403 },
      ]);
      await board.local.notificationOf(captureId);

      const { page } = await board.open(path, { token: ANNA, ...options });

      expect(await page.locator('#verdict').innerText()).toBe('The capture failed: forbidden');
      expect(await page.locator('.next').first().innerText()).toContain('Create snapshot shares');
      expect(await seriousOf(page, options)).toEqual([]);
      await page.getByRole('button', { name: 'Send again' }).click();
      await page.waitForURL(SNAPSHOT, PATIENCE);
    },
    TEST_TIMEOUT,
  );

  it('offers one who may only view no button', async () => {
    const { path, captureId } = await alerted(8008, [{ method: 'POST', status: 403 }]);
    await board.local.notificationOf(captureId);

    const { page } = await board.open(path, { token: BEN });

    expect(await page.locator('#verdict').innerText()).toBe('The capture failed: forbidden');
    expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'says that nothing is captured, with the filters in force and a way to look by test, in %s',
    async (colorScheme) => {
      const { page } = await board.open('/alerts/4711', {
        token: ANNA,
        colorScheme,
        viewport: { width: 390, height: 844 },
      });

      expect(await page.locator('#verdict').innerText()).toBe('Nothing is captured of this alert');
      expect(await page.locator('main').innerText()).toContain('Only severity minor and above');
      expect(await seriousOf(page, { colorScheme })).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      await page.getByLabel('Test id').fill('8001');
      await page.getByRole('button', { name: 'Find its captures' }).click();
      await page.waitForURL(`${url}/?find=8001`, PATIENCE);
    },
    TEST_TIMEOUT,
  );

  it(
    'finds by itself what comes after the ticket',
    async () => {
      const alert = await aClassicTrigger(8009);
      const { page } = await board.open(`/alerts/${alert['alert'].alertId}`, { token: ANNA });
      expect(await page.locator('#verdict').innerText()).toBe('Nothing is captured of this alert');

      await board.local.post(alert);

      await page.waitForURL(SNAPSHOT, PATIENCE);
    },
    TEST_TIMEOUT,
  );

  it('gives who has not signed in nothing: the same answer whatever there is', async () => {
    const { path, captureId } = await alerted(8010);
    await linkOf(captureId);
    const bodyOf = async (asked: string, accept: string) => {
      const answer = await fetch(`${url}${asked}`, { headers: { accept }, redirect: 'manual' });
      return { status: answer.status, body: (await answer.text()).replaceAll(/\/alerts\/\d+/g, '') };
    };
    const aid = path.slice(path.indexOf('?'));

    for (const accept of ['text/html', 'application/json']) {
      const [there, notThere] = [await bodyOf(path, accept), await bodyOf(`/alerts/4711${aid}`, accept)];
      expect(there.status).toBe(401);
      expect(there).toEqual(notThere);
    }
  });
});
