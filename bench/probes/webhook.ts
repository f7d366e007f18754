import { Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { handler } from '../../handlers/webhook.ts';
import { createAuthenticate } from '../../lib/edge/authenticate.ts';
import { newCapture } from '../../lib/captures/capture.ts';
import { readConfig } from '../../lib/runtime/config.ts';
import { toItem } from '../../lib/ledger/items.ts';
import { createLog } from '../../lib/runtime/log.ts';
import { createMeter, metered } from '../../lib/runtime/metrics.ts';
import { rulesOf } from '../../lib/runtime/config.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { createInvocations } from '../../local/invocations.ts';
import { startGateway } from '../../local/gateway.ts';
import { anAlert, aWebhookEvent } from '../events.ts';
import { interleave } from '../quantile.ts';
import { parameters, report } from './report.mjs';

/*
 * Measures the warm webhook in milliseconds per call: its own code alone, with its AWS calls, and over HTTP. Then
 * measures a burst.
 */

const { ownCalls, calls, burst } = parameters();

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
};

const assertOk = (status: number | undefined): void => {
  if (status !== 200) throw new Error(`the webhook answered ${status}`);
};

/** The real handler with log and metrics, but with a ledger and a queue that answer immediately. */
const config = readConfig('webhook', process.env);
const secret = async () => [{ token: 'webhook-token', until: Number.POSITIVE_INFINITY }];
const meter = createMeter();
const own = metered(
  meter,
  createWebhook({
    ledger: { add: async () => true, idsOfAlert: async () => [], getAll: async () => [] },
    sendWake: async () => undefined,
    authenticate: createAuthenticate({ get: secret, refresh: secret }, Date.now, 'x-webhook-token'),
    rules: rulesOf(config),
    log: createLog('webhook'),
    measure: meter.measure,
    now: Date.now,
  }),
);

/** Only the two AWS calls of an alert, of the same size. */
const dynamo = new DynamoDBClient({});
const sqs = new SQSClient({});
const awsCalls = async (): Promise<void> => {
  const id = crypto.randomUUID();
  const alert = anAlert();
  const receivedAt = Date.now();
  const window = windowEndingAt(receivedAt, 2);
  const capture = newCapture({ id, reason: 'alert', receivedAt, severity: 'critical', testId: '1', ...window });
  const item = { ...toItem(capture, id, 40), alert: JSON.stringify(alert).slice(0, 300) };
  const Item = marshall(item, { removeUndefinedValues: true });
  await dynamo.send(
    new PutItemCommand({ TableName: config.TABLE_NAME, Item, ConditionExpression: 'attribute_not_exists(id)' }),
  );
  await sqs.send(
    new SendMessageCommand({ QueueUrl: config.QUEUE_URL, MessageBody: JSON.stringify({ captureId: id }) }),
  );
};

const gateway = await startGateway({
  port: 0,
  routes: {
    'POST /webhooks/thousandeyes': (event) => handler(event as APIGatewayProxyEventV2),
    $default: async () => 0,
  },
  invocations: createInvocations(
    {},
    async () => false,
    () => undefined,
  ),
  onError: (error) => void process.stderr.write(`${String(error)}\n`),
});
const agent = new Agent({ keepAlive: true });
const post = (body: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer webhook-token', 'content-type': 'application/json' };
    const url = `${gateway.url}/webhooks/thousandeyes`;
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      void text(response).then(() => resolve(response.statusCode), reject);
    });
    request.on('error', reject).end(body);
  });

// The event is made before the measurement starts.
const one = (handle: typeof handler) => () => {
  const event = aWebhookEvent();
  return timed(async () => assertOk((await handle(event)).statusCode));
};
const ownOnly = await interleave({ own: one(own) }, { rounds: ownCalls, warmUp: ownCalls });
const withCalls = await interleave(
  {
    handler: one(handler),
    awsCalls: () => timed(awsCalls),
    http: () => {
      const body = JSON.stringify(anAlert());
      return timed(async () => assertOk(await post(body)));
    },
  },
  { rounds: calls, warmUp: calls },
);

/** Makes `burst` calls at once, and measures each wait. Repeats a call that gets 503, as a sender would. */
const bursting = async (start: () => () => Promise<number | undefined>) => {
  let refused = 0;
  const runs = Array.from({ length: burst }, start);
  const startedAt = performance.now();
  const waits = await Promise.all(
    runs.map(async (run) => {
      for (let status = await run(); status !== 200; status = await run()) {
        if (status !== 503) assertOk(status);
        refused += 1;
      }
      return performance.now() - startedAt;
    }),
  );
  return { waits, lastMs: Math.max(...waits), refused };
};
const burstInProcess = await bursting(() => {
  const event = aWebhookEvent();
  return async () => (await handler(event)).statusCode;
});
const burstOverHttp = await bursting(() => {
  const body = JSON.stringify(anAlert());
  return () => post(body);
});
report({ ...ownOnly, ...withCalls, burstInProcess, burstOverHttp });
