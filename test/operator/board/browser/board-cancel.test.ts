import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, startBoard } from '../../../support/browser.ts';
import { aClassicTrigger } from '../../../support/sample-events.ts';

const PATIENCE = { timeout: 40_000 };

describeInBrowser('the board: cancelling what waits', () => {
  let board: Awaited<ReturnType<typeof startBoard>>;
  /** Captures that wait for the only slot, which is taken for a long time. */
  const waiting: string[] = [];
  beforeAll(async () => {
    board = await startBoard({ SNAPSHOT_LIMIT: '1', SNAPSHOT_LIMIT_SECONDS: '3600' });
    const { body } = await board.local.post(await aClassicTrigger(500));
    await board.local.notificationOf(body['captureId']);
    for (let testId = 501; testId < 508; testId += 1) {
      waiting.push((await board.local.post(await aClassicTrigger(testId))).body['captureId']);
    }
  });
  afterAll(() => board.stop());

  const stateOf = (page: Page, id: string | undefined) => page.locator(`#c-${id} .state`).textContent();
  const said = (page: Page) => page.locator('#said').textContent();

  it('cancels one, which can be sent again once its notice is published', async () => {
    const [id] = waiting;
    const { page, faults } = await board.open();

    await page.locator(`#cancel-${id}`).click();

    await expect.poll(() => said(page), PATIENCE).toBe('Cancelled.');
    await expect.poll(() => stateOf(page, id), PATIENCE).toBe('cancelled');
    await page.locator(`#again-${id}`).click(PATIENCE);
    await expect.poll(() => stateOf(page, id), PATIENCE).toBe('pending');
    expect(faults).toEqual([]);
  });

  it('cancels all of a filter, and says how many they are before', async () => {
    const { page } = await board.open('/?testId=503');
    const preview = page.locator('#cancel-preview');
    expect(await preview.textContent()).toBe('Cancel what waits: 1 capture');
    expect(await page.locator('#cancel-them').isVisible()).toBe(false);

    await page.goto(`${board.local.system.url}/?state=pending`);
    await expect.poll(() => preview.textContent(), PATIENCE).toBe('Cancel what waits: 7 captures');
    await preview.click();
    await page.waitForResponse((response) => response.url().endsWith('?state=pending')); // the page has updated in between
    await page.locator('#cancel-them').click();

    await expect.poll(() => said(page), PATIENCE).toBe('7 cancelled.');
    await page.goto(`${board.local.system.url}/?state=cancelled`);
    for (const id of waiting) expect(await stateOf(page, id)).toBe('cancelled');
    const isTold = (id: string) =>
      page.request.get(`${board.local.system.url}/captures/${id}`).then((answer) => answer.text());
    for (const id of waiting) await expect.poll(() => isTold(id), PATIENCE).toContain('"endedAt"');
    expect(board.local.standIn().snapshots.size).toBe(1);
  });
});
