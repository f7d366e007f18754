import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import type { Queues } from '../infra/deployment/read-deployment.ts';
import { refuseForeignCredentials, refuseForeignHosts } from './admission.ts';
import { LOCAL_AWS } from './dynamo.ts';

export interface Messaging {
  readonly url: string;
  readonly client: SQSClient;
  readonly wakeQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** The queue of the topic's local subscriber. */
  readonly subscriberQueueUrl: string;
  readonly topicArn: string;
  readonly stop: () => Promise<void>;
}

const arnOf = (queueName: string) => `arn:aws:sqs:${LOCAL_AWS.region}:000000000000:${queueName}`;

/**
 * Starts fauxqs as SQS and SNS, in memory: the wake queue with its dead-letter queue, and the topic with a subscriber.
 */
export const startMessaging = async ({ wake, deadLetter }: Queues): Promise<Messaging> => {
  const app = buildApp({ logger: false, defaultRegion: LOCAL_AWS.region });
  refuseForeignCredentials(app.server, LOCAL_AWS.credentials.accessKeyId);
  refuseForeignHosts(app.server);
  const url = await app.listen({ host: '127.0.0.1', port: 0 }); // fauxqs' own start function listens on every interface
  const client = new SQSClient({ ...LOCAL_AWS, endpoint: url });
  const sns = new SNSClient({ ...LOCAL_AWS, endpoint: url });

  const createQueue = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    // The SQS client sends requests to the host in the queue's URL, so that host must be the emulator.
    return `${url}/000000000000/${QueueName}`;
  };

  const deadLetterQueueUrl = await createQueue('wakes-dead', {
    MessageRetentionPeriod: String(deadLetter.retentionSeconds),
  });
  const wakeQueueUrl = await createQueue('wakes', {
    VisibilityTimeout: String(wake.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(wake.retentionSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: arnOf('wakes-dead'),
      maxReceiveCount: wake.maxReceiveCount,
    }),
  });
  const subscriberQueueUrl = await createQueue('subscriber');
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'evidence' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arnOf('subscriber') }));
  sns.destroy();

  return {
    url,
    client,
    wakeQueueUrl,
    deadLetterQueueUrl,
    subscriberQueueUrl,
    topicArn: TopicArn,
    async stop() {
      client.destroy();
      await app.close();
    },
  };
};
