import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createSendWake } from '../../lib/ledger/wake.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { startEventSource } from '../../local/event-source.ts';
import { type QueueSettings, type RunningQueue, VISIBILITY_MS } from './queue-contract.ts';

/** The number of messages that are ready, being processed or delayed. */
const COUNTS: QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** A new queue in the emulator of SQS, with the local event source mapping. The real adapter sends the wakes. */
export const startEmulatedQueue = async (
  client: SQSClient,
  url: string,
  { batchSize, maxReceives, invoke }: QueueSettings,
): Promise<RunningQueue> => {
  const name = `queue-${randomUUID()}`;
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> => {
    await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    return `${url}/000000000000/${QueueName}`;
  };
  const deadLetterTargetArn = `arn:aws:sqs:${LOCAL_AWS.region}:000000000000:${name}-dead`;
  const deadUrl = await create(`${name}-dead`, { VisibilityTimeout: '0' });
  const queueUrl = await create(name, {
    VisibilityTimeout: String(VISIBILITY_MS / 1000),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: maxReceives }),
  });
  const source = startEventSource({
    client,
    queueUrl,
    batchSize,
    concurrency: 2,
    invoke: (event) => invoke((event as { Records: { body: string }[] }).Records.map(({ body }) => body)),
    onError: () => undefined,
  });
  return {
    send: createSendWake({ client, queueUrl }),
    dead: async () => {
      const receive = new ReceiveMessageCommand({ QueueUrl: deadUrl, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await client.send(receive);
      return Messages.map(({ Body = '' }) => Body);
    },
    open: async () => {
      const read = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: COUNTS });
      const { Attributes = {} } = await client.send(read);
      return COUNTS.reduce((sum, count) => sum + Number(Attributes[count] ?? 0), 0);
    },
    now: Date.now,
    pause: (ms) => sleep(ms),
    wait: (ms) => sleep(ms),
    stop: source.stop,
  };
};
