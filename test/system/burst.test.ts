import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocal } from '../support/local-system.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

type Local = Awaited<ReturnType<typeof startLocal>>;

const TESTS = 40;
/** A new connection for each request, because the gateway may close an idle one while this process is busy. */
const ALONE = { connection: 'close' };

/** The alerts of a storm of a few tests, each with a new id. */
const someAlerts = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, n) => aClassicTrigger(9000 + (n % TESTS))));

/** The ids of all captures that the operator API lists. */
const listed = async (local: Local): Promise<Set<string>> => {
  const ids = new Set<string>();
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const path: string = `/captures?limit=200${cursor && `&cursor=${cursor}`}`;
    const { body } = await local.operator('GET', path, undefined, ALONE);
    for (const { id } of body['items']) ids.add(id);
    cursor = body['nextCursor'];
  }
  return ids;
};

describe('local system: 1,000 alerts at once, which is less than a second, with the deployed throttle', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal();
  });
  afterAll(() => local.system.stop());

  it('are all answered 200, and each is in the ledger', { timeout: 180_000 }, async () => {
    const alerts = await someAlerts(1000);

    const settled = await Promise.all(alerts.map((alert) => local.post(alert, ALONE)));

    expect(settled.filter(({ status }) => status !== 200)).toEqual([]);
    const accepted = settled.map(({ body }) => String(body['captureId']));
    expect(new Set(accepted).size).toBe(1000);
    const ids = await listed(local);
    expect(accepted.filter((id) => !ids.has(id))).toEqual([]);
  });
});

describe('local system: more alerts than the throttle lets through', () => {
  let local: Local;
  beforeAll(async () => {
    local = await startLocal({ WEBHOOK_RATE_LIMIT: '1', WEBHOOK_BURST_LIMIT: '5' });
  });
  afterAll(() => local.system.stop());

  it('are answered 429 as by API Gateway, and only the others are in the ledger', async () => {
    const answers = await Promise.all((await someAlerts(30)).map((alert) => local.post(alert, ALONE)));

    const refused = answers.filter(({ status }) => status === 429);
    const accepted = answers.filter(({ status }) => status === 200);
    expect(refused.length).toBeGreaterThan(15);
    expect(refused[0]?.body).toEqual({ message: 'Too Many Requests' });
    expect(accepted.length + refused.length).toBe(30);
    expect(await listed(local)).toEqual(new Set(accepted.map(({ body }) => body['captureId'])));
  });
});
