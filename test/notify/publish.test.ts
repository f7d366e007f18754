import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../../lib/notify/notification.ts';
import { createPublish } from '../../lib/notify/publish.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { aCapture, aSnapshot } from '../support/factories.ts';
import { startEmulators } from '../support/emulators.ts';

const notification = notificationOf(aCapture({ state: 'created', snapshot: aSnapshot() }));
const NOWHERE = `arn:aws:sns:${LOCAL_AWS.region}:000000000000:nowhere`;

describe('publishing a notification', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let sns: SNSClient;
  let chatTopicArn: string;
  let chatQueueUrl: string;
  const logged: string[] = [];
  const note = (code: string) => void logged.push(code);
  beforeAll(async () => {
    emulators = await startEmulators();
    const { messaging, sqs } = emulators;
    sns = new SNSClient({ ...LOCAL_AWS, endpoint: messaging.url, maxAttempts: 1 });
    await sqs.send(new CreateQueueCommand({ QueueName: 'chat' }));
    chatQueueUrl = messaging.subscriberQueueUrl.replace(/subscriber$/, 'chat');
    ({ TopicArn: chatTopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'chat' })));
    const Endpoint = `arn:aws:sqs:${LOCAL_AWS.region}:000000000000:chat`;
    await sns.send(new SubscribeCommand({ TopicArn: chatTopicArn, Protocol: 'sqs', Endpoint }));
  });
  afterAll(() => emulators.stop());
  beforeEach(() => void logged.splice(0));

  const publish = (topics: { readonly topicArn?: string; readonly chatTopicArn?: string } = {}) =>
    createPublish({
      client: sns,
      topicArn: emulators.messaging.topicArn,
      log: { info: note, warn: note, error: note },
      ...topics,
    })(notification);

  const receivedFrom = async (queueUrl: string): Promise<Record<string, any>[]> => {
    const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
    return ((await emulators.sqs.send(command)).Messages ?? []).map(({ Body = '' }) => JSON.parse(Body));
  };
  const received = async () => ({
    topic: await receivedFrom(emulators.messaging.subscriberQueueUrl),
    chat: await receivedFrom(chatQueueUrl),
  });

  it('hands event, text and attributes to the topic, and nothing to a chat that is not there', async () => {
    await publish();
    const { topic, chat } = await received();

    expect(topic).toHaveLength(1);
    expect(JSON.parse(topic[0]?.['Message'])).toEqual({
      default: JSON.stringify(notification.event),
      email: notification.text,
    });
    expect(topic[0]).toMatchObject({ Subject: notification.subject });
    expect(topic[0]?.['MessageAttributes']).toMatchObject({ severity: { Type: 'String', Value: 'major' } });
    expect(chat).toEqual([]);
  });

  it('tells the chat too, in its own form', async () => {
    await publish({ chatTopicArn });
    const { topic, chat } = await received();

    expect(topic).toHaveLength(1);
    expect(chat.map(({ Message }) => JSON.parse(Message))).toEqual([chatNotificationOf(notification.event)]);
    expect(logged).toEqual([]);
  });

  it('is done where the chat does not accept it, which is logged', async () => {
    await publish({ chatTopicArn: NOWHERE });
    const { topic } = await received();

    expect(topic).toHaveLength(1);
    expect(logged).toEqual(['chat_not_accepted']);
  });

  it('fails where the topic does not accept it, and tells no chat', async () => {
    await expect(publish({ topicArn: NOWHERE, chatTopicArn })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });

    expect(await received()).toEqual({ topic: [], chat: [] });
  });
});
