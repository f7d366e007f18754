import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocal } from '../support/local-system.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

let local: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.system.stop());

const gate = async () => (await local.operator('GET', '/status')).body['gate'] as { reason: string } | undefined;

it('“as usual” opens the gate that a fault has closed, and what waited gets its link', async () => {
  await local.operator('POST', '/local/fault', { fault: '401' });
  const { body } = await local.post(await aClassicTrigger(501));
  await expect.poll(gate, { timeout: 30_000 }).toMatchObject({ reason: 'unauthorized' });

  await local.operator('POST', '/local/fault', { fault: 'none' });

  expect(await gate()).toBeUndefined();
  expect(await local.notificationOf(body['captureId'])).toMatchObject({ status: 'created' });
});
