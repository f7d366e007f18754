import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notification } from './notification.ts';

/** Hands one notification to the topic; throws where SNS did not accept it. */
export type Publish = (notification: Notification) => Promise<void>;

/**
 * People get the text by e-mail, machines (queues, functions, HTTP endpoints) the event, all from one message.
 * The event is the default, once, and not once for each protocol: their sum has to stay below 256 KiB.
 */
export const createPublish =
  ({ client, topicArn }: { readonly client: SNSClient; readonly topicArn: string }): Publish =>
  async ({ event, subject, text, attributes }) => {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify({ default: JSON.stringify(event), email: text }),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      }),
    );
  };
