import { afterAll, beforeAll } from 'vitest';
import { startEmulators } from '../support/emulators.ts';
import { emulatedTopic } from './emulated-topic.ts';
import { startEmulatedQueue } from './emulated-queue.ts';
import { queueContract } from './queue-contract.ts';
import { startStandInUpstream } from './stand-in-upstream.ts';
import { topicContract } from './topic-contract.ts';
import { upstreamContract } from './upstream-contract.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

queueContract('queue in SQS', (settings) => startEmulatedQueue(emulators.sqs, emulators.urls.messaging, settings));

upstreamContract('the stand-in of ThousandEyes', startStandInUpstream);

topicContract('topic in SNS', () => {
  const { sns, sqs, messaging } = emulators;
  return emulatedTopic({ sns, sqs, topicArn: messaging.topicArn, queueUrl: messaging.subscriberQueueUrl });
});
