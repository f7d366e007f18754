import { expect, it } from 'vitest';
import { rehearse } from '../../lib/intake/rehearsal.ts';
import type { Capture } from '../../lib/captures/capture.ts';
import type { Wake } from '../../lib/ledger/wake.ts';
import { NOW } from '../support/factories.ts';

it('the rehearsal of an alert ends with its write, its wake and 200: every step of a real one has run', async () => {
  const added: Capture[] = [];
  const wakes: Wake[] = [];

  const { statusCode, body } = await rehearse({
    ledger: { add: async (capture) => added.push(capture) > 0 },
    sendWake: async (wake) => void wakes.push(wake),
    now: () => NOW,
  });

  expect(statusCode).toBe(200);
  const { status, captureId } = JSON.parse(body ?? '');
  expect(status).toBe('accepted');
  expect(added).toMatchObject([{ id: captureId, testId: '1', receivedAt: NOW }]);
  expect(wakes).toEqual([{ captureId }]);
});

it('a rehearsal that fails says so', async () => {
  const failing = rehearse({
    ledger: { add: async () => true },
    sendWake: () => Promise.reject(new Error('no endpoint')),
    now: () => NOW,
  });

  await expect(failing).rejects.toThrow('no endpoint');
});
