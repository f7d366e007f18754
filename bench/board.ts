import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createLedger } from '../lib/ledger/ledger.ts';
import { announce } from '../lib/captures/announcing.ts';
import { claim, create } from '../lib/captures/transitions.ts';
import { startEmulators } from '../test/support/emulators.ts';
import { aCapture, aSnapshot } from '../test/support/factories.ts';
import { importCaptures } from './captures-bundle.ts';
import { quantile } from './quantile.ts';

/*
 * Measures the board: the bundled handler over the emulators. The figures include the time of the DynamoDB emulator,
 * as they would include DynamoDB's.
 */

const USAGE = `Usage: npm run bench:board [-- OPTIONS]

  --captures N  captures in the ledger, a quarter of them waiting (default: 200)
  --runs N      measured requests (default: 50)
  --help        show this`;
const WARM_UP = 10;

const { values: options } = parseArgs({
  options: {
    captures: { type: 'string', default: '200' },
    runs: { type: 'string', default: '50' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

type Handler = (event: APIGatewayProxyEventV2) => Promise<{ statusCode: number; body: string }>;

const run = async (captures: number, runs: number): Promise<string> => {
  const emulators = await startEmulators();
  const { secrets, tableName, dynamo } = emulators;
  secrets.put('operator', 'operator-token-of-the-bench');
  const ledger = createLedger({ client: dynamo, tableName, retentionDays: 40 });
  for (let index = 0; index < captures; index += 1) {
    const id = index.toString(16).padStart(32, '0');
    const capture = aCapture({ id, testId: String(1 + index), receivedAt: Date.now() - index * 1000 });
    await ledger.add(capture);
    if (index % 4 === 0) continue;
    const claimed = claim(capture, 0);
    const created = create(claimed, aSnapshot(), [], 0);
    for (const next of [claimed, created, announce(created, Date.now())]) await ledger.save(next);
  }
  const handler = await importCaptures<Handler>(emulators, 'board');
  const request = {
    rawPath: '/',
    headers: { authorization: 'Bearer operator-token-of-the-bench' },
    queryStringParameters: { limit: String(Math.min(200, captures)) },
    requestContext: { http: { method: 'GET' } },
  } as unknown as APIGatewayProxyEventV2;

  const times: number[] = [];
  let bytes = 0;
  for (let index = 0; index < WARM_UP + runs; index += 1) {
    const start = performance.now();
    const { statusCode, body } = await handler(request);
    if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
    if (index >= WARM_UP) times.push(performance.now() - start);
    bytes = Buffer.byteLength(body);
  }
  await emulators.stop();
  const [median, p95] = [0.5, 0.95].map((share) => quantile(times, share).toFixed(1));
  return `board of ${captures} captures: median ${median} ms, p95 ${p95} ms, ${(bytes / 1024).toFixed(0)} KB of HTML, ${runs} requests`;
};

if (options.help) process.stdout.write(`${USAGE}\n`);
else process.stdout.write(`${await run(Number(options.captures), Number(options.runs))}\n`);
