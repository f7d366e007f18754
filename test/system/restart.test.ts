import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'vitest';
import { startStandIn } from '../../local/stand-in/thousandeyes.ts';
import { aClassicTrigger } from '../support/sample-events.ts';
import { npmStart } from '../support/npm-start.ts';

const LIMIT = 5;
const PERIOD_SECONDS = 10;
const PATIENCE_MS = 240_000;

/** The stand-in with its own server, and DATA_DIR. Both survive the killed process. */
const setUp = async (onTestFinished: TestContext['onTestFinished']) => {
  const standIn = await startStandIn({
    tokens: () => ['token'],
    snapshotLimit: LIMIT,
    snapshotPeriodMs: PERIOD_SECONDS * 1000,
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'storm-'));
  onTestFinished(async () => {
    await standIn.stop();
    await rm(dataDir, { recursive: true });
  });

  const start = () =>
    npmStart(['--no-sample'], {
      SNAPSHOT_LIMIT: String(LIMIT),
      SNAPSHOT_LIMIT_SECONDS: String(PERIOD_SECONDS),
      THOUSANDEYES_API_URL: standIn.apiUrl,
      THOUSANDEYES_TOKEN: 'token',
      THOUSANDEYES_TIMEOUT_SECONDS: '2',
      DATA_DIR: dataDir,
    });

  /** The most POSTs that created a snapshot in any period, which must not exceed the limit. */
  const mostInOnePeriod = (): number => {
    const times = standIn.calls.map(({ at }) => at);
    return Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + PERIOD_SECONDS * 1000).length),
    );
  };
  return { standIn, start, mostInOnePeriod };
};

/** Posts all alerts at the same time, each twice, and returns the ids that got a 200. */
const post = async (url: string, alerts: readonly object[]): Promise<string[]> => {
  const answers = await Promise.all(
    [...alerts, ...alerts].map(async (alert) => {
      const headers = { 'x-webhook-token': 'local-webhook-token', 'content-type': 'application/json' };
      const response = await fetch(`${url}/webhooks/thousandeyes`, {
        method: 'POST',
        headers,
        body: JSON.stringify(alert),
      });
      return response.status === 200 ? ((await response.json()) as { captureId: string }).captureId : undefined;
    }),
  );
  return [...new Set(answers.filter((id) => id !== undefined))];
};

/**
 * The captures that were announced before the kill, by the ledger. The local topic and its subscriber died with the
 * process, maybe before the message was received; a real topic would still deliver it.
 */
const announcedBefore = async (url: string, at: number): Promise<Set<string>> => {
  const headers = { authorization: 'Bearer local-operator-token' };
  const answer = await fetch(`${url}/captures?limit=100`, { headers });
  const { items } = (await answer.json()) as { items: { readonly id: string; readonly announcedAt?: string }[] };
  return new Set(items.filter(({ announcedAt }) => Date.parse(announcedAt ?? '') <= at).map(({ id }) => id));
};

const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + PATIENCE_MS; !holds(); ) {
    if (Date.now() > end) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const alerts = (count: number, from: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => aClassicTrigger(from + index)));

describe('npm start in a storm', () => {
  it.concurrent(
    'publishes each of 25 alerts once, posted twice each, with no 429',
    async ({ expect, onTestFinished }) => {
      const { standIn, start, mostInOnePeriod } = await setUp(onTestFinished);
      const run = start();
      const ids = await post(await run.url(), await alerts(25, 1000));

      await until(() => run.notifications().length >= 25);
      run.child.kill('SIGTERM');
      await run.exitCode();

      expect(ids).toHaveLength(25);
      expect(
        run
          .notifications()
          .map(({ captureId }) => captureId)
          .toSorted(),
      ).toEqual(ids.toSorted());
      expect(standIn.calls.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 201));
      expect(mostInOnePeriod()).toBeLessThanOrEqual(LIMIT);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'loses nothing and keeps the limit where it is killed in the middle and started again',
    async ({ expect, onTestFinished }) => {
      const { standIn, start, mostInOnePeriod } = await setUp(onTestFinished);
      const first = start();
      const ids = await post(await first.url(), await alerts(12, 2000));
      await until(() => standIn.calls.length >= 7);
      first.child.kill('SIGKILL');
      await first.exitCode();
      const killedAt = Date.now();

      const second = start();
      const toldToTheDead = await announcedBefore(await second.url(), killedAt);
      const told = () =>
        new Set([...first.notifications(), ...second.notifications()].map(({ captureId }) => captureId));
      await until(() => ids.every((id) => told().has(id) || toldToTheDead.has(id)));
      second.child.kill('SIGTERM');
      await second.exitCode();

      expect(ids).toHaveLength(12);
      expect(standIn.calls.filter(({ status }) => status === 429)).toEqual([]);
      expect(mostInOnePeriod()).toBeLessThanOrEqual(LIMIT);
    },
    PATIENCE_MS,
  );
});
