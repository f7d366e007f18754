import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { chatNotificationOf } from './chat.ts';
import type { Log } from '../runtime/log.ts';
import type { Notification } from './notification.ts';

/** Publishes one notification to the topic. Throws if SNS does not accept it. */
export type Publish = (notification: Notification) => Promise<void>;

export interface PublishOptions {
  readonly client: SNSClient;
  readonly topicArn: string;
  /** A separate topic for Amazon Q Developer in chat applications; absent without chat. */
  readonly chatTopicArn?: string | undefined;
  readonly log: Log;
}

/**
 * Publishes one message to all subscribers: e-mail gets the text, all other protocols (queues, functions, HTTP) get the
 * event. The event is the default for all protocols, so that the message contains it once and stays below 256 KiB. Chat
 * is a convenience: if its topic does not accept a message, this is only logged.
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
