import { describe, expect, it } from 'vitest';
import { newCapture } from '../../lib/captures/capture.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { CALM, createWorld, START } from './world.ts';

const PERIODS = 12;
/** A busy machine needs some minutes for a hundred thousand captures in memory. */
const SLOW_MS = 600_000;
const MINUTES = (PERIODS * CALM.periodMs) / 60_000;

/** A backlog of captures of different tests, an hour old, after some periods of draining. */
const drain = async (backlog: number) => {
  const world = createWorld(CALM);
  const receivedAt = START - 3_600_000;
  for (let number = 0; number < backlog; number += 1) {
    const id = number.toString(16).padStart(32, '0');
    const window = windowEndingAt(receivedAt, 2);
    await world.ledger.add(
      newCapture({ id, reason: 'alert', receivedAt, severity: 'minor', testId: String(number + 1), ...window }),
    );
  }
  await world.run(PERIODS * CALM.periodMs);
  return world;
};

describe('draining a backlog on the virtual clock', () => {
  it.each([100, 1000, 100_000])(
    '%i pending: asks an index five times at most each time a slot is used, beside the watchdog’s once a minute',
    async (backlog) => {
      const { upstream, requests } = await drain(backlog);

      expect(upstream.calls).toHaveLength(PERIODS * CALM.limit);
      expect((requests.pages - MINUTES) / upstream.calls.length).toBeLessThanOrEqual(5);
    },
    SLOW_MS,
  );

  it(
    'reads as much with 100 000 pending as with 1000',
    async () => {
      const [some, many] = [await drain(1000), await drain(100_000)];

      expect(many.requests).toEqual(some.requests);
    },
    SLOW_MS,
  );
});
