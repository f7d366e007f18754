import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { startEventSource } from '../../local/event-source.ts';
import { type Messaging, startMessaging } from '../../local/messaging.ts';

interface Batch {
  readonly Records: readonly { readonly body: string; readonly eventSource: string }[];
}

const until = async (holds: () => Promise<boolean> | boolean) => {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error('it never came true');
};

describe('local event source mapping', () => {
  let messaging: Messaging;
  let client: SQSClient;
  beforeAll(async () => {
    messaging = await startMessaging(readDeployment().queues);
    client = new SQSClient({ ...LOCAL_AWS, endpoint: messaging.url });
  });
  afterAll(async () => {
    client.destroy();
    await messaging.stop();
  });

  /** A new queue: messages come back at once, and go to the dead-letter queue after two deliveries. */
  const createQueues = async (name: string) => {
    const dead = `${name}-dead`;
    await client.send(new CreateQueueCommand({ QueueName: dead }));
    const deadLetterTargetArn = `arn:aws:sqs:${LOCAL_AWS.region}:000000000000:${dead}`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
    await client.send(
      new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '1', RedrivePolicy } }),
    );
    return { queue: `${messaging.url}/000000000000/${name}`, dead: `${messaging.url}/000000000000/${dead}` };
  };
  const send = (QueueUrl: string, MessageBody: string) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const countIn = async (QueueUrl: string) => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
  };
  it('invokes with the batch and deletes it when the function returned', async () => {
    const { queue } = await createQueues('good');
    const batches: Batch[] = [];
    const invoke = async (event: unknown) => void batches.push(event as Batch);
    await send(queue, 'a');
    await send(queue, 'b');

    const source = startEventSource({
      client,
      queueUrl: queue,
      invoke,
      batchSize: 10,
      concurrency: 1,
      onError: () => undefined,
    });
    await until(async () => (await countIn(queue)) === 0);
    await source.stop();

    expect(batches.flatMap(({ Records }) => Records.map(({ body }) => body)).toSorted()).toEqual(['a', 'b']);
    expect(batches[0]?.Records[0]?.eventSource).toBe('aws:sqs');
  });

  it('delivers again what the function threw on, and leaves it to the dead-letter queue in the end', async () => {
    const { queue, dead } = await createQueues('bad');
    const errors: unknown[] = [];
    let deliveries = 0;
    const invoke = async () => {
      deliveries += 1;
      throw new Error('as told');
    };
    await send(queue, 'poison');

    const options = {
      client,
      queueUrl: queue,
      invoke,
      batchSize: 10,
      concurrency: 1,
      onError: (error: unknown) => errors.push(error),
    };
    const source = startEventSource(options);
    await until(async () => (await countIn(dead)) === 1);
    await source.stop();

    expect(deliveries).toBe(2);
    expect(errors).toHaveLength(2);
    expect(await countIn(queue)).toBe(0);
  });
});
