import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readDeployment } from '../infra/deployment/read-deployment.ts';
import { awsEnvironment } from '../local/aws-environment.ts';
import { startDynamo } from '../local/dynamo.ts';
import { listen } from '../local/listen.ts';
import { startMessaging } from '../local/messaging.ts';
import { startSecretsManager } from '../local/secrets-manager.ts';
import { snapshotAnswer } from '../local/stand-in/snapshots.ts';
import { makeCertificate } from './certificate.ts';
import type { Delays, Surroundings } from './surroundings.ts';
import { startTlsProxy } from './tls-proxy.ts';

/*
 * Runs the emulators and an upstream in a separate process, so that their CPU time is not measured. surroundings.ts
 * starts it with the delays as its argument. It sends back the addresses, and ends with its parent.
 */

/** Answers `POST /v7/tests/{testId}/snapshot` as the stand-in does, but without limits: a bench needs more calls. */
const startUpstream = async (): Promise<string> => {
  let snapshots = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { displayName, startDate, endDate, isPublic } = JSON.parse(body);
      const testId = /tests\/(\d+)\//.exec(request.url ?? '')?.[1] ?? '';
      snapshots += 1;
      const id = snapshots.toString(36);
      const snapshot = { displayName, startDate, endDate, isPublic, id, testId, aid: undefined, createdAt: Date.now() };
      response.writeHead(201, { 'content-type': 'application/hal+json' });
      response.end(JSON.stringify(snapshotAnswer(snapshot, 'http://127.0.0.1')));
    });
  });
  const { url } = await listen(server);
  return `${url}/v7`;
};

const delays: Delays = JSON.parse(process.argv[2] ?? '{}');
const folder = await mkdtemp(join(tmpdir(), 'bench-'));
const certificate = await makeCertificate(folder);
/** All of AWS is behind TLS; over plain HTTP the SDK loads more of Node than it ever does there. */
const through = (url: string, delayMs = 0): Promise<string> => startTlsProxy(url, delayMs, certificate);

const { table, queues } = readDeployment();
const dynamo = await startDynamo('captures', table);
const messaging = await startMessaging(queues);
const secrets = await startSecretsManager();
secrets.put('webhook', 'webhook-token');
secrets.put('operator', 'operator-token-of-the-bench');
secrets.put('thousandeyes', 'thousandeyes-token');

const queueOrigin = await through(messaging.url, delays.sqs);
const surroundings: Surroundings = {
  directDynamo: dynamo.url,
  environment: {
    ...awsEnvironment({
      dynamo: await through(dynamo.url, delays.dynamo),
      messaging: await through(messaging.url, delays.sns),
      secrets: await through(secrets.url, delays.secrets),
    }),
    AWS_ENDPOINT_URL_SQS: queueOrigin, // another one than the queue's would have the client warn
    MANUAL_CAPTURES_LIMIT: '1000', // the bench of memory asks for 500 by hand
    TABLE_NAME: 'captures',
    QUEUE_URL: messaging.wakeQueueUrl.replace(messaging.url, queueOrigin),
    TOPIC_ARN: messaging.topicArn,
    WEBHOOK_SECRET_ID: 'webhook',
    OPERATOR_SECRET_ID: 'operator',
    THOUSANDEYES_SECRET_ID: 'thousandeyes',
    THOUSANDEYES_API_URL: await through(await startUpstream(), delays.upstream),
    NODE_EXTRA_CA_CERTS: certificate.rootFile,
    POWERTOOLS_LOG_LEVEL: 'INFO',
    POWERTOOLS_SERVICE_NAME: 'bench',
  },
};
process.send?.(surroundings);
process.on('disconnect', () => void rm(folder, { recursive: true }).finally(() => process.exit(0)));
