import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SNSClient } from '@aws-sdk/client-sns';
import { createPublish } from '../../lib/notify/publish.ts';
import { SILENT_LOG } from '../support/silent-log.ts';
import type { ReceivedMessage, RunningTopic } from './topic-contract.ts';

/** An SNS message as it arrives in a queue that is subscribed. */
interface Envelope {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

interface Parts {
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly topicArn: string;
  /** The queue that is subscribed. */
  readonly queueUrl: string;
}

/** The emulator's topic with a queue as its subscriber. */
export const emulatedTopic = ({ sns, sqs, topicArn, queueUrl }: Parts): RunningTopic => ({
  publish: createPublish({ client: sns, topicArn, log: SILENT_LOG }),
  async receive(atLeast) {
    const received: ReceivedMessage[] = [];
    while (received.length < atLeast) {
      const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
      const { Messages = [] } = await sqs.send(receive);
      for (const { Body = '', ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        received.push(opened(JSON.parse(Body)));
      }
    }
    return received;
  },
});

/** SNS would deliver each protocol its own part; the emulator delivers the whole, as `local/subscriber.ts` knows. */
const opened = ({ Message, Subject, MessageAttributes = {} }: Envelope): ReceivedMessage => ({
  text: (JSON.parse(Message) as { default: string }).default,
  subject: Subject,
  attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])),
});
