import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SNSClient } from '@aws-sdk/client-sns';
import { createPublish } from '../../lib/notify/publish.ts';
import { SILENT_LOG } from '../support/silent-log.ts';
import type { ReceivedMessage, RunningTopic } from './topic-contract.ts';

/** An SNS message as it arrives in a subscribed queue. */
interface Envelope {
  readonly Message: string;
  readonly Subject?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

interface Parts {
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly topicArn: string;
  /** The subscribed queue. */
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

/**
 * SNS delivers to each protocol its own part of a message. The emulator delivers the whole, which `local/subscriber.ts`
 * handles.
 */
const opened = ({ Message, Subject, MessageAttributes = {} }: Envelope): ReceivedMessage => ({
  text: (JSON.parse(Message) as { default: string }).default,
  subject: Subject,
  attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])),
});
