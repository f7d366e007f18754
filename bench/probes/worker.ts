import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Agent, request } from 'undici';
import { handler as webhook } from '../../handlers/webhook.ts';
import { handler as worker } from '../../handlers/worker.ts';
import { newCapture } from '../../lib/captures/capture.ts';
import { toItem } from '../../lib/ledger/items.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { aWebhookEvent, wakesOf } from '../events.ts';
import { createUpkeep } from '../ledger-upkeep.ts';
import { runProbe } from '../probe.ts';
import { interleave } from '../quantile.ts';
import { joinGroup } from './join-group.mjs';
import { parameters, report } from './report.mjs';

/*
 * Measures the time from an alert's arrival to its published link, with all slots free: the warm webhook, or a cold one in
 * a new process, then immediately the warm worker. Also measures, with bare clients, each round trip that every design
 * needs.
 */

const { rounds, directDynamo, webhookBundle, quota } = parameters();
joinGroup(quota?.inside);
const upkeep = createUpkeep(directDynamo, process.env);
const { timeoutSeconds } = readDeployment().functions.worker;
const context = { getRemainingTimeInMillis: () => timeoutSeconds * 1000 };

/** The link of a capture that the webhook has answered with, in milliseconds. */
const workOn = async (body = ''): Promise<number> => {
  const startedAt = performance.now();
  await worker(wakesOf([JSON.parse(body).captureId]) as Parameters<typeof worker>[0], context);
  return performance.now() - startedAt;
};

const alertToLink = async (): Promise<Record<string, number>> => {
  await upkeep.clear();
  const event = aWebhookEvent();
  const arrivedAt = performance.now();
  const { statusCode, body } = await webhook(event);
  const webhookMs = performance.now() - arrivedAt;
  if (statusCode !== 200) throw new Error(`the webhook answered ${statusCode}: ${body}`);
  const workerMs = await workOn(body);
  return { total: webhookMs + workerMs, webhook: webhookMs, worker: workerMs };
};

const environment = process.env as Record<string, string>;
const coldToLink = async (): Promise<Record<string, number>> => {
  await upkeep.clear();
  joinGroup(quota?.outside); // a new process starts where its parent is, and Lambda initializes it without a quota
  const { answerMs, body } = await runProbe<{ readonly answerMs: number; readonly body: string }>(
    'probes/cold-start.mjs',
    environment,
    { bundle: webhookBundle, event: aWebhookEvent(), quota },
  );
  joinGroup(quota?.inside);
  const workerMs = await workOn(body);
  return { total: answerMs + workerMs, webhook: answerMs, worker: workerMs };
};

const { TABLE_NAME: TableName = '', TOPIC_ARN: TopicArn, THOUSANDEYES_API_URL } = process.env;
const dynamo = new DynamoDBClient({});
const sns = new SNSClient({});
const dispatcher = new Agent();

const put = (id: string) => {
  const receivedAt = Date.now();
  const window = windowEndingAt(receivedAt, 2);
  const capture = newCapture({ id, reason: 'alert', receivedAt, severity: 'critical', testId: '1', ...window });
  const Item = marshall(toItem(capture, id, 40), { removeUndefinedValues: true });
  return dynamo.send(new PutItemCommand({ TableName, Item }));
};
const takeSlot = () =>
  dynamo.send(
    new UpdateItemCommand({
      TableName,
      Key: { id: { S: 'slot#0' } },
      UpdateExpression: 'SET releaseAt = :until',
      ConditionExpression: 'attribute_not_exists(releaseAt) OR releaseAt <= :now',
      ExpressionAttributeValues: marshall({ ':until': 1, ':now': Date.now() }),
    }),
  );
const post = async () => {
  const { startDate, endDate } = windowEndingAt(Date.now(), 2);
  const answer = await request(`${THOUSANDEYES_API_URL}/tests/1/snapshot`, {
    method: 'POST',
    dispatcher,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ displayName: 'alone', startDate, endDate, isPublic: false }),
  });
  if (answer.statusCode !== 201) throw new Error(`the upstream answered ${answer.statusCode}`);
  await answer.body.text();
};
const publish = () => sns.send(new PublishCommand({ TopicArn, Subject: 'alone', Message: 'x'.repeat(1500) }));

/** The round trips that every design needs, in their order. */
const TRIPS: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  'ledger: pending': put,
  'slot: taken': takeSlot,
  'POST snapshot': post,
  'ledger: created': put,
  'SNS: Publish': publish,
  'ledger: published': put,
};

const alone = async (): Promise<Record<string, number>> => {
  await upkeep.clear();
  const id = crypto.randomUUID();
  const trips: Record<string, number> = {};
  for (const [name, trip] of Object.entries(TRIPS)) {
    const startedAt = performance.now();
    await trip(id);
    trips[name] = performance.now() - startedAt;
  }
  return trips;
};

report(await interleave({ alertToLink, coldToLink, alone }, { rounds, warmUp: Math.max(3, Math.floor(rounds / 2)) }));
