import { createServer } from 'node:http';
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { listen } from '../../../../local/listen.ts';
import { describeInBrowser, startBoard } from '../../../support/browser.ts';
import { aClassicTrigger } from '../../../support/sample-events.ts';
import { axeRun } from '../../../support/axe-run.ts';

const PATIENCE = { timeout: 40_000 };
const HOSTILE = '"><img src=x onerror=alert(1)></td><script>alert(2)</script>\u202e&lt;';

describeInBrowser('the board: its safety and its accessibility', () => {
  let board: Awaited<ReturnType<typeof startBoard>>;
  beforeAll(async () => {
    board = await startBoard({});
    const { local } = board;
    // Everything that the board can show: links, two kinds of failures, waiting captures, a hostile name.
    local.standIn().faults.add({ method: 'POST', status: 403, id: '71', body: '{"detail":"<b>No</b>"}' });
    local.standIn().faults.add({ method: 'POST', status: 404, id: '72' });
    const ids: string[] = [];
    for (const [testId, testName] of [
      [71, HOSTILE],
      [72, 'Two'],
      [73, HOSTILE],
      [74, 'Four'],
      [75, 'Five'],
    ] as const) {
      const { body } = await local.post(await aClassicTrigger(testId, { testName, ruleName: HOSTILE }));
      ids.push(body['captureId']);
    }
    for (const id of ids) await local.notificationOf(id);
    for (const severity of ['Info', 'Minor', 'Major', 'Critical']) {
      await local.post(await aClassicTrigger(76 + severity.length, { severity }));
    }
  });
  afterEach(() => board.closePages());
  afterAll(() => board.stop());

  it('shows names from outside as the text that they are, within its policy', async () => {
    const { page, faults } = await board.open();
    await expect.poll(() => page.locator('#live').textContent(), PATIENCE).toBe('live');

    expect(await page.locator('tbody').innerText()).toContain(
      '"><img src=x onerror=alert(1)></td><script>alert(2)</script> &lt;',
    );
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(faults).toEqual([]);
    expect(await page.content()).not.toContain(board.local.settings.operatorToken);
  });

  it('has a policy that a script in the page cannot get around', async () => {
    const { page, faults } = await board.open();

    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'globalThis.ran = true';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="globalThis.ran = true">');
    }`);

    await expect.poll(() => faults.length, PATIENCE).toBeGreaterThan(1);
    expect(await page.evaluate('globalThis.ran')).toBeUndefined();
    faults.splice(0); // the faults were intended
  });

  it.each(['light', 'dark'] as const)('has no serious finding of axe in %s', async (colorScheme) => {
    for (const [path, options] of [
      ['/', {}],
      ['/', { viewport: { width: 390, height: 844 } }],
      ['/?testId=1', {}],
      ['/?state=lost', {}],
    ] as const) {
      const { page } = await board.open(path, { colorScheme, ...options });
      if (path === '/') await page.locator('#by-hand summary').click();
      await page.evaluate(axe.source);

      const { violations } = (await page.evaluate(axeRun(colorScheme))) as {
        violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
      };

      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(({ id, nodes }) => [
          path,
          id,
          ...nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`),
        ]),
      ).toEqual([]);
    }
  });

  it('with all that it can show is no wider than a phone', async () => {
    const { page } = await board.open('/', { viewport: { width: 390, height: 844 } });

    expect(await page.locator('tbody tr').count()).toBeGreaterThan(5);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('does nothing that another site makes the browser ask for', async () => {
    const { body } = await board.local.operator('GET', '/captures?state=failed');
    const id = body['items'][0].id;
    const target = board.local.system.url;
    const forged = (path: string) =>
      `<form method="post" action="${target}${path}" enctype="text/plain" target="f"><button>Win</button></form>`;
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<iframe name="f"></iframe>${forged(`/captures/${id}/retry`)}${forged('/captures')}${forged('/captures/form')}${forged('/local/fault')}${forged('/sign-in')}${forged('/sign-out')}`,
      );
    });
    const { url, stop } = await listen(server);
    const { page } = await board.open(); // signed in
    const statuses: number[] = [];
    page.on('response', (response) => {
      if (response.request().method() === 'POST') statuses.push(response.status());
    });
    await page.goto(url.replace('127.0.0.1', 'localhost'));

    for (const button of await page.locator('button').all()) {
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await button.click();
      await answered;
    }

    expect(statuses).toEqual([403, 403, 403, 403, 403, 403]);
    expect((await board.local.operator('GET', `/captures/${id}`)).body['state']).toBe('failed');
    await stop();
  });

  it('has the controls of the local system, which say if they cannot read the fault', async () => {
    const { page } = await board.open();
    await page.route('**/local/fault', (route) => route.abort());

    await page.reload();

    await expect.poll(() => page.locator('.controls output').textContent(), PATIENCE).toContain('Failed to fetch');
    expect(await page.locator('.controls input:checked').count()).toBe(0);
  });

  it('has the controls of the local system, which send alerts and switch faults', async () => {
    const { page } = await board.open();
    const before = board.local.standIn().calls.length;
    const total = async () => (await board.local.operator('GET', '/captures?limit=200')).body['items'].length;
    const captures = await total();
    const rows = await page.locator('#captures tbody tr').count();
    // Without its timers the board does not update itself, so every change comes from the button.
    await page.evaluate('for (let id = setTimeout(() => 0); id > 0; id -= 1) clearTimeout(id)');

    const said = page.locator('.controls output');

    await page.getByLabel('502').check();
    await expect.poll(() => said.textContent(), PATIENCE).toBe('“502” takes effect at the next call.');
    await page.getByRole('button', { name: 'Sample alert' }).click();

    await expect.poll(() => said.textContent(), PATIENCE).toBe('1 alert sent.');
    expect(await total()).toBe(captures + 1);
    await expect.poll(() => page.locator('#captures tbody tr').count(), PATIENCE).toBe(rows + 1);
    expect(await page.locator('.controls').innerText()).toContain('SNAPSHOT_LIMIT_SECONDS=20 npm start');
    await page.reload();
    await expect.poll(() => page.getByLabel('502').isChecked(), PATIENCE).toBe(true);
    expect(board.local.standIn().faults.take('POST', '1')).toMatchObject({ status: 502 });
    expect(board.local.standIn().calls.length).toBe(before); // the quota is spent, so the alert waits
    const headers = { 'content-type': 'application/json' };
    const refused = await fetch(`${board.local.system.url}/local/fault`, {
      method: 'POST',
      headers,
      body: '{"fault":"none"}',
    });
    expect(refused.status).toBe(401);
  });
});
