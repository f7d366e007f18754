import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { chatNotificationOf } from './chat.ts';
import type { Log } from '../runtime/log.ts';
import type { Notification } from './notification.ts';

/** Hands one notification to the topic; throws where SNS did not accept it. */
export type Publish = (notification: Notification) => Promise<void>;

export interface PublishOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  /** A topic of its own for Amazon Q Developer in chat applications; absent: no chat. */
  readonly chatTopicArn?: string | undefined;
  readonly log: Log;
}

/**
 * People get the text by e-mail, machines (queues, functions, HTTP endpoints) the event, all from one message.
 * The event is the default, once, and not once for each protocol: their sum has to stay below 256 KiB.
 * Chat is a convenience beside it: what it does not accept is logged and holds nothing up.
 */
export const createPublish =
  ({ client, topicArn, chatTopicArn, log }: PublishOptions): Publish =>
  async ({ event, subject, text, attributes }) => {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
    );
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify({ default: JSON.stringify(event), email: text }),
        MessageAttributes,
      }),
    );
    if (chatTopicArn === undefined) return;
    try {
      const Message = JSON.stringify(chatNotificationOf(event));
      await client.send(new PublishCommand({ TopicArn: chatTopicArn, Message, MessageAttributes }));
    } catch (error) {
      log.error('chat_not_accepted', error, { captureId: event.captureId });
    }
  };
