import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, startBoard } from '../../../support/browser.ts';
import { aClassicTrigger } from '../../../support/sample-events.ts';

const PATIENCE = { timeout: 40_000 };
const FORBIDDEN = { method: 'POST' as const, status: 403, body: '{"status":403,"title":"Forbidden","detail":"No."}' };

describeInBrowser('the board', () => {
  let board: Awaited<ReturnType<typeof startBoard>>;
  beforeAll(async () => {
    board = await startBoard({ SNAPSHOT_LIMIT_SECONDS: '2' });
  });
  afterEach(() => board.closePages());
  afterAll(() => board.stop());

  const row = (page: Page, id: string) => page.locator(`#c-${id}`);
  /** Sends an alert of the test, and waits for its link or its failure notice. */
  const anAnnounced = async (testId: number, changes: object = {}): Promise<string> => {
    const { body } = await board.local.post(await aClassicTrigger(testId, changes));
    await board.local.notificationOf(body['captureId']);
    return body['captureId'];
  };
  const aFailed = async (testId: number): Promise<string> => {
    board.local.standIn().faults.add({ ...FORBIDDEN, id: String(testId) });
    return anAnnounced(testId);
  };

  it('shows what there is to do if nothing came yet', async () => {
    const { page } = await board.open();

    expect(await page.locator('#verdict').textContent()).toBe('No evidence yet');
    expect(await page.locator('.empty').textContent()).toContain('/webhooks/thousandeyes');
    expect(await page.locator('.frame.free').count()).toBe(5);
  });

  it('shows a capture with its link, which opens in a new tab without a referrer', async () => {
    const id = await anAnnounced(81, { testName: 'Shop checkout' });
    const { page } = await board.open();
    const link = row(page, id).locator('a.open');

    expect(await row(page, id).innerText()).toMatch(/published[^]*critical[^]*Shop checkout[^]*81 · aid 74411[^]*took/);
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    const [opened] = await Promise.all([page.waitForEvent('popup'), link.click()]);
    await opened.waitForLoadState();
    expect(await opened.locator('body').innerText()).toContain('A snapshot of the local ThousandEyes stand-in');
    expect(await opened.evaluate('document.referrer')).toBe('');
  });

  it('says until when a link opens, and cuts none of it off', async () => {
    await anAnnounced(80);
    const { page } = await board.open();
    const shown = page.locator('#links .who').first();

    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 860 });

      expect(await shown.locator('small').innerText()).toContain('opens without a login');
      expect(await shown.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    }
  });

  it('weighs less than 60 KB with its style and script', async () => {
    const { page } = await board.open('/?testId=999999');
    const files = await page
      .locator('link[href^="/board.css"], script[src^="/board.js"]')
      .evaluateAll((elements) =>
        elements.map((element) => element.getAttribute('href') ?? element.getAttribute('src')),
      );

    const texts = await Promise.all(
      ['/?testId=999999', ...files].map(async (path) => {
        const answer = await page.request.get(`${board.local.system.url}${path}`);
        return answer.text();
      }),
    );

    expect(texts).toHaveLength(3);
    expect(Buffer.byteLength(texts.join(''))).toBeLessThan(60_000);
  });

  it('copies a link', async () => {
    const { page } = await board.open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
    const button = page.locator('[data-copy]').first();

    await button.click();

    await expect.poll(() => page.locator('#said').textContent(), PATIENCE).toBe('The link is copied.');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await button.getAttribute('data-copy'));
  });

  it('filters by the URL, by click and by form', async () => {
    const failed = await aFailed(82);
    const other = await anAnnounced(83);
    const { page } = await board.open();

    await page.locator('.filter nav').getByText('failed', { exact: true }).click();
    await page.waitForURL(/\?state=failed$/);
    expect(await row(page, failed).count()).toBe(1);
    expect(await row(page, other).count()).toBe(0);
    await page.locator('.filter').getByText('all', { exact: true }).click();
    await page.waitForURL(/\/$/);
    await page.getByLabel('Find').fill('83');
    await page.getByLabel('Since (UTC)').fill('2026-01-01T00:00');
    await page.keyboard.press('Enter');
    await page.waitForURL(/find=83/);
    expect(await page.locator('tbody tr').evaluateAll((rows) => rows.map(({ id }) => id))).toEqual([`c-${other}`]);
    await page.goto(`${board.local.system.url}/?testId=999999`);
    expect(await page.locator('.empty').innerText()).toContain('No capture fits this filter.');
    await page.goto(`${board.local.system.url}/?state=lost`);
    expect(await page.locator('.problem').innerText()).toContain(
      'This address has a filter that the board does not know: state: must be one of',
    );
    await page.getByRole('link', { name: 'Show all captures' }).click();
    expect(await row(page, other).count()).toBe(1);
  });

  it('captures by hand, says what is wrong with a request, and needs no reload', async () => {
    const { page } = await board.open();
    await page.locator('#by-hand summary').click();
    const form = page.locator('form#capture');

    await form.getByLabel('Test id').fill('84');
    await form.getByLabel('Ends (UTC)').fill('2099-01-01T00:00');
    await form.getByRole('button').click();
    await expect
      .poll(() => page.locator('#capture-said').textContent(), PATIENCE)
      .toContain('must not be in the future');
    await form.getByLabel('Ends (UTC)').fill('');
    await form.getByLabel('Hours').selectOption('6');
    await form.getByLabel('Name').fill('Evidence for the carrier');
    await form.getByRole('button').click();

    const made = page.locator('tbody tr', { hasText: 'Evidence for the carrier' });
    await expect.poll(() => made.locator('.state').textContent(), PATIENCE).toBe('published');
    expect(await made.innerText()).toMatch(/manual[^]*6 h/);
    expect(await form.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    await page.locator('#by-hand summary').click();
    expect(await form.getByLabel('Test id').inputValue()).toBe('');
  });

  it('captures once by hand if the first answer was a 503', async () => {
    const { page } = await board.open();
    const keys: (string | undefined)[] = [];
    await page.route('**/captures', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      const body = JSON.stringify({ detail: 'The ledger cannot be reached. Try again.' });
      return route.fulfill({ status: 503, contentType: 'application/problem+json', body });
    });
    await page.locator('#by-hand summary').click();
    const form = page.locator('form#capture');
    await form.getByLabel('Test id').fill('184');
    await form.getByRole('button').click();
    await expect.poll(() => page.locator('#capture-said').textContent(), PATIENCE).toContain('Try again');

    await form.getByRole('button').click();

    await expect.poll(() => keys.length, PATIENCE).toBe(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('says what to do about a failure, and sends it again', async () => {
    const id = await aFailed(85);
    const { page } = await board.open();
    const failures = page.locator('#failures');

    expect(await failures.innerText()).toContain('Create snapshot shares');
    await failures.locator(`[data-retry="${id}"]`).click();

    await expect.poll(() => row(page, id).locator('.state').textContent(), PATIENCE).toBe('published');
    expect(await failures.locator(`#failed-${id}`).count()).toBe(0);
  });

  it('has the focus on the next failure when one is sent again, and on the captures after the last', async () => {
    const older = await aFailed(185);
    const newer = await aFailed(186);
    const { page } = await board.open();
    const focused = () => page.evaluate('document.activeElement.id');

    await page.locator(`#again-${newer}`).focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused, PATIENCE).toBe(`again-${older}`);
    await page.goto(`${board.local.system.url}/?testId=185`);
    await page.locator(`#again-${older}`).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(`#failed-${older}`).count(), PATIENCE).toBe(0);
    await expect.poll(focused, PATIENCE).toBe('captures');
  });

  it('follows a storm to its end without a reload, and keeps the focus', async () => {
    const { page } = await board.open();
    await page.getByLabel('Find').focus();
    await page.evaluate('globalThis.isSamePage = true');
    const ids: string[] = [];
    for (let testId = 900; testId < 912; testId += 1) {
      ids.push((await board.local.post(await aClassicTrigger(testId)))['body']['captureId']);
    }

    await expect.poll(() => page.locator('#verdict').textContent(), PATIENCE).toMatch(/captures? waiting/);
    await expect.poll(() => page.locator('.frame.taken').count(), PATIENCE).toBeGreaterThan(0);
    for (const id of ids) {
      await expect.poll(() => row(page, id).locator('.state').textContent(), PATIENCE).toBe('published');
    }
    await expect.poll(() => page.locator('#verdict').textContent(), PATIENCE).toBe('Nothing is waiting');
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
    expect(await page.evaluate('document.activeElement.name')).toBe('find');
  });

  it('reads in full without JavaScript, and shows nothing that would need it', async () => {
    const id = await aFailed(86);
    const { page } = await board.open('/', { javaScriptEnabled: false });

    expect(await page.locator('tbody tr').count()).toBeGreaterThan(14);
    expect(await page.locator('#failures').innerText()).toContain('Create snapshot shares');
    expect(await page.locator('.frame').count()).toBe(5);
    expect(await page.locator('#timeline svg[role=img]').getAttribute('aria-label')).toMatch(/with a link/);
    expect(await page.locator('.needs-script:visible').count()).toBe(0);
    expect(await row(page, id).locator('.state').innerText()).toBe('failed');
    await page.locator('#by-hand summary').click();
    await page.getByLabel('Test id').first().fill('x');
    expect(await page.locator('#capture .primary').isVisible()).toBe(true);
  });

  it('is used by keyboard alone', async () => {
    const { page } = await board.open();
    const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent');

    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the captures');
    await page.keyboard.press('Enter');
    await expect.poll(focused, PATIENCE).toBe('captures');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('all');
    await page.locator('#by-hand summary').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.name')).toBe('testId');
    await page.keyboard.press('Escape');
    expect(await page.locator('form#capture').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
  });

  it('says that it is not live if no answer comes, and is live again by itself', async () => {
    const { page } = await board.open();
    await page.context().setOffline(true);
    await expect.poll(() => page.locator('#live').textContent(), PATIENCE).toContain('not live');

    await page.context().setOffline(false);

    await expect.poll(() => page.locator('#live').textContent(), PATIENCE).toBe('live');
  });
});
