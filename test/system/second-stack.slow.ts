import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_THOUSANDEYES_TOKEN, DEFAULT_WEBHOOK_TOKEN } from '../../local/settings.ts';
import { type StandIn, startStandIn } from '../../local/stand-in/thousandeyes.ts';
import { startLocal } from '../support/local-system.ts';
import { ROOT } from '../support/packaged-template.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

/* The steps of docs/second-stack.md: two systems share one ThousandEyes, and the alerts move from one to the other. */

type Local = Awaited<ReturnType<typeof startLocal>>;

const LIMIT = 5;
const PERIOD_SECONDS = 3;

describe('two systems that share the limit of one ThousandEyes', () => {
  let thousandEyes: StandIn;
  let first: Local;
  let second: Local;
  beforeAll(async () => {
    thousandEyes = await startStandIn({
      tokens: () => [DEFAULT_THOUSANDEYES_TOKEN],
      snapshotLimit: LIMIT,
      snapshotPeriodMs: PERIOD_SECONDS * 1000,
    });
    const shared = {
      THOUSANDEYES_API_URL: thousandEyes.apiUrl,
      THOUSANDEYES_TOKEN: DEFAULT_THOUSANDEYES_TOKEN,
      SNAPSHOT_LIMIT_SECONDS: String(PERIOD_SECONDS),
    };
    first = await startLocal({ ...shared, SNAPSHOT_LIMIT: '3' });
    second = await startLocal({ ...shared, SNAPSHOT_LIMIT: '2' });
  });
  afterAll(async () => {
    for (const system of [first?.system, second?.system, thousandEyes]) await system?.stop();
  });

  const urlOf = ({ system }: Local) => `${system.url}/webhooks/thousandeyes`;
  /** Runs `npm run connect -- URL … --yes`. */
  const connectTo = async (local: Local, how: '--all' | '--move'): Promise<void> => {
    const env = {
      PATH: process.env['PATH'],
      THOUSANDEYES_API_URL: thousandEyes.apiUrl,
      THOUSANDEYES_TOKEN: DEFAULT_THOUSANDEYES_TOKEN,
      WEBHOOK_TOKEN: DEFAULT_WEBHOOK_TOKEN,
    };
    const args = ['setup/connect.ts', urlOf(local), how, '--yes'];
    await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  };
  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${DEFAULT_THOUSANDEYES_TOKEN}` };
    return (await fetch(`${thousandEyes.apiUrl}${path}`, { headers })).json() as any;
  };
  /** The system to which ThousandEyes would send an alert now. */
  const target = async (): Promise<Local> => {
    const { items } = await ask('/connectors/generic');
    expect(items).toHaveLength(1);
    return items[0].target === urlOf(second) ? second : first;
  };
  /** Sends alerts of these tests as ThousandEyes would now, and returns the accepted captures with their systems. */
  const send = async (tests: readonly number[]) => {
    const local = await target();
    const alerts = await Promise.all(tests.map((testId) => aClassicTrigger(testId)));
    const answers = await Promise.all(alerts.map((alert) => local.post(alert)));
    return answers.map(({ body }) => ({ local, captureId: String(body['captureId']) }));
  };

  it('move with connect, drain, and lose nothing', { timeout: 120_000 }, async () => {
    await connectTo(first, '--all');
    const rules = await ask('/alerts/rules');

    const before = await send([9001, 9002, 9003, 9004, 9005]);
    await connectTo(second, '--move');
    const after = await send([9011, 9012]);
    const events = await Promise.all(
      [...before, ...after].map(({ local, captureId }) => local.notificationOf(captureId, 60_000)),
    );

    expect(before.every(({ local }) => local === first)).toBe(true);
    expect(after.every(({ local }) => local === second)).toBe(true);
    expect(events.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 'created'));
    const { body: status } = await first.operator('GET', '/status');
    expect(status).toMatchObject({ pending: { total: 0 }, inHand: 0 });
    const posts = thousandEyes.calls.filter(({ path }) => path.endsWith('/snapshot'));
    expect(posts.map((post) => post.status)).toEqual(Array.from({ length: 7 }, () => 201)); // never 429
    expect(await ask('/alerts/rules')).toEqual(rules); // no rule was edited, so no active alert was cleared
  });

  it('after which the first one can go', async () => {
    await first.system.stop();

    const [last] = await send([9021]);

    expect(last?.local).toBe(second);
    expect(await second.notificationOf(last?.captureId ?? '')).toMatchObject({ status: 'created' });
  });
});
