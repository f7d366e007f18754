import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { handler as webhook } from '../../handlers/webhook.ts';
import { handler as worker } from '../../handlers/worker.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { toItem } from '../../lib/ledger/items.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { awsCallsOf } from '../../test/support/aws-calls.ts';
import { itemBytes } from '../cost.ts';
import { aWebhookEvent, wakesOf } from '../events.ts';
import { createUpkeep } from '../ledger-upkeep.ts';
import { interleave, median } from '../quantile.ts';
import { parameters, report } from './report.mjs';

/* What an alert, its snapshot and an idle watchdog use: calls, billed milliseconds, log bytes and metrics, as they happen. */

const { rounds, directDynamo } = parameters();
const upkeep = createUpkeep(directDynamo);
const ledger = createLedger({
  client: new DynamoDBClient({ ...LOCAL_AWS, endpoint: directDynamo }),
  tableName: process.env['TABLE_NAME'] ?? '',
  retentionDays: 40,
});

let logged: string[] = [];
process.stdout.write = (chunk: string | Uint8Array): boolean => {
  logged.push(String(chunk));
  return true;
};

/** Lambda adds START, END and REPORT to every invocation's log. */
const PLATFORM_LOG_BYTES = 350;

/** The metrics of a line in the embedded metric format, each with its dimensions; CloudWatch bills them one by one. */
const metricsIn = (line: string): string[] => {
  const parsed = JSON.parse(line);
  const [directive] = parsed['_aws']?.CloudWatchMetrics ?? [];
  if (directive === undefined) return [];
  const dimensions = directive.Dimensions.flat().map((name: string) => parsed[name]);
  return directive.Metrics.map(({ Name }: { Name: string }) => [...dimensions, Name].join(' '));
};

const observe = async (run: () => Promise<unknown>) => {
  logged = [];
  let billedMs = 0;
  const calls = await awsCallsOf(async () => {
    const startedAt = performance.now();
    await run();
    billedMs = Math.ceil(performance.now() - startedAt);
  });
  const logBytes = Buffer.byteLength(logged.join('')) + PLATFORM_LOG_BYTES;
  return { calls, billedMs, logBytes, metrics: logged.flatMap(metricsIn) };
};

const context = { getRemainingTimeInMillis: () => 60_000 };
const work = (event: object) => worker(event as Parameters<typeof worker>[0], context);

const round = async () => {
  await upkeep.clear();
  const event = aWebhookEvent();
  let captureId = '';
  const alert = await observe(async () => {
    captureId = JSON.parse((await webhook(event)).body ?? '').captureId;
  });
  const pending = await ledger.get(captureId);
  const snapshot = await observe(() => work(wakesOf([captureId])));
  const published = await ledger.get(captureId);
  const watchdog = await observe(() => work({ source: 'watchdog' }));
  if (pending === undefined || published?.state !== 'published') throw new Error('the capture was not published');
  const bytes = [pending, published].map((capture) => itemBytes(toItem(capture, crypto.randomUUID(), 40)));
  return { alert, snapshot, watchdog, bytes };
};

// The round of the warm-up is the cold start: connections are made, secrets are fetched and kept.
const { observed } = await interleave({ observed: round }, { rounds });

const typical = (name: 'alert' | 'snapshot' | 'watchdog') => {
  const last = observed.map((one) => one[name]);
  return {
    calls: last.at(-1)?.calls,
    metrics: [...new Set(last.flatMap(({ metrics }) => metrics))],
    billedMs: median(last.map(({ billedMs }) => billedMs)),
    logBytes: median(last.map(({ logBytes }) => logBytes)),
  };
};
const [pendingBytes, publishedBytes] = observed.at(-1)?.bytes ?? [];
report({
  alert: typical('alert'),
  snapshot: typical('snapshot'),
  watchdog: typical('watchdog'),
  pendingBytes,
  publishedBytes,
});
