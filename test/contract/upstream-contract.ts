import { describe, expect, it, onTestFinished } from 'vitest';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { limitEndsAt } from '../../lib/planning/retry.ts';
import type { ThousandEyes } from '../../lib/thousandeyes/client.ts';
import type { FailureName } from '../simulation/failures.ts';
import { A_UUID, DAY, HOUR } from '../support/factories.ts';

export interface UpstreamSettings {
  readonly limit: number;
  readonly periodMs: number;
}

/** A ThousandEyes that accepts the token `token`, on a virtual clock or in real time. */
export interface RunningUpstream {
  readonly thousandEyes: ThousandEyes;
  /** Answers the next call with a failure. */
  readonly failNext: (name: FailureName) => void;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const PERIOD_MS = 3000;
const LIMIT = 2;

/** The client's result for each failure. */
const READ_AS: readonly [FailureName, object][] = [
  ['400', { outcome: 'rejected', status: 400, refusal: '400' }],
  ['401', { outcome: 'unauthorized' }],
  ['403', { outcome: 'forbidden' }],
  ['404', { outcome: 'rejected', status: 404, refusal: '404' }],
  ['301', { outcome: 'redirected' }],
  ['500', { outcome: 'doubtful' }],
  ['502', { outcome: 'doubtful' }],
  ['504', { outcome: 'doubtful' }],
  ['503', { outcome: 'unavailable', headers: { retryAfter: undefined } }],
  ['503 with Retry-After', { outcome: 'unavailable', headers: { retryAfter: '120' } }],
  ['429', { outcome: 'limited', headers: { reset: undefined, retryAfter: undefined } }],
  ['429 with Retry-After', { outcome: 'limited', headers: { reset: undefined, retryAfter: '120' } }],
];

/**
 * The contract of ThousandEyes as the worker sees it. `make` starts a fresh one, whose 429 names the time of the next
 * free place.
 */
export const upstreamContract = (
  name: string,
  make: (settings: UpstreamSettings) => Promise<RunningUpstream>,
): void => {
  const start = async () => {
    const upstream = await make({ limit: LIMIT, periodMs: PERIOD_MS });
    onTestFinished(upstream.stop);
    const { thousandEyes, now } = upstream;
    const post = (testId = '4711', token = 'token') => {
      const window = windowEndingAt(now(), 2);
      return thousandEyes.createSnapshot(token, { testId, displayName: 'Shop [c0ffee00]', ...window });
    };
    const lookUp = (token = 'token') => thousandEyes.lookUpAlert(token, { alertId: A_UUID });
    const outcomeOf = async (call: Promise<{ readonly outcome: string }>) => (await call).outcome;
    return { ...upstream, post, lookUp, outcomeOf };
  };

  describe(`${name}: a snapshot`, () => {
    it('is created with a link of its own, for the window that was asked for and 30 days', async () => {
      const { post, now } = await start();
      const window = windowEndingAt(now(), 2);

      const [first, second] = [await post('1'), await post('2')];

      if (first.outcome !== 'created' || second.outcome !== 'created') throw new Error('both are within the limit');
      expect(Date.parse(first.snapshot.endDate) - Date.parse(first.snapshot.startDate)).toBe(2 * HOUR);
      expect(Date.parse(first.snapshot.endDate)).toBeGreaterThanOrEqual(Date.parse(window.endDate));
      expect(first.snapshot.link).toMatch(/^https?:\/\//);
      expect(second.snapshot.link).not.toBe(first.snapshot.link);
      const lifetime = Date.parse(first.snapshot.expiresAt) - now();
      expect(Math.abs(lifetime - 30 * DAY)).toBeLessThan(60_000);
    });

    it('is refused with the time at which there is room again, once as many were created as a period allows', async () => {
      const { post, now, wait, outcomeOf } = await start();

      expect([await outcomeOf(post()), await outcomeOf(post())]).toEqual(['created', 'created']);
      const refused = await post();

      if (refused.outcome !== 'limited') throw new Error(`it was ${refused.outcome}`);
      const endsAt = limitEndsAt(refused.headers, now()) ?? Number.NaN;
      expect(endsAt - now()).toBeGreaterThan(0);
      expect(endsAt - now()).toBeLessThanOrEqual(PERIOD_MS + 1000);
      await wait(endsAt - now() + 100);
      expect(await outcomeOf(post())).toBe('created');
    });
  });

  describe(`${name}: a look-up`, () => {
    it('finds the test of an alert, whatever is left of the snapshots', async () => {
      const { post, lookUp } = await start();
      for (let count = 0; count <= LIMIT; count += 1) await post();

      expect(await lookUp()).toMatchObject({ outcome: 'found', testId: expect.stringMatching(/^\d+$/) });
    });
  });

  describe(`${name}: a token that is not the one`, () => {
    it('is refused for both calls', async () => {
      const { post, lookUp } = await start();

      expect(await post('4711', 'other')).toEqual({ outcome: 'unauthorized' });
      expect(await lookUp('other')).toEqual({ outcome: 'unauthorized' });
    });
  });

  describe(`${name}: a failure`, () => {
    it.each(READ_AS)('%s is read as what it means, and the next call goes through', async (failure, meaning) => {
      const { failNext, post, lookUp, outcomeOf } = await start();

      failNext(failure);
      expect(await post()).toMatchObject(meaning);
      failNext(failure);
      expect(await lookUp()).toMatchObject(meaning);

      expect(await outcomeOf(post())).toBe('created');
    });
  });
};
