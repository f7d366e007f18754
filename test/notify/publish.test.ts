import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatNotificationOf } from '../../lib/notify/chat.ts';
import { notificationOf } from '../support/notifications.ts';
import { createPublish } from '../../lib/notify/publish.ts';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { aCapture, aSnapshot, without } from '../support/factories.ts';
import { startEmulators } from '../support/emulators.ts';

const notification = notificationOf(without(aCapture({ state: 'created', snapshot: aSnapshot() }), 'alert'));
const NOWHERE = `arn:aws:sns:${LOCAL_AWS.region}:000000000000:nowhere`;

describe('publishing a notification', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let sns: SNSClient;
  let chatTopicArn: string;
  let chatQueueUrl: string;
  const logged: unknown[] = [];
  const sent: unknown[] = [];
  const unexpected = (code: string) => void logged.push(code);
  beforeAll(async () => {
    emulators = await startEmulators();
    const { messaging, sqs } = emulators;
    sns = new SNSClient({ ...LOCAL_AWS, endpoint: messaging.url, maxAttempts: 1 });
    const note = { step: 'initialize', name: 'note' } as const;
    const keep = <Given extends { readonly input: unknown }>(given: Given): Given => {
      sent.push(given.input);
      return given;
    };
    sns.middlewareStack.add((next) => (given) => next(keep(given)), note);
    await sqs.send(new CreateQueueCommand({ QueueName: 'chat' }));
    chatQueueUrl = messaging.subscriberQueueUrl.replace(/subscriber$/, 'chat');
    ({ TopicArn: chatTopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'chat' })));
    const Endpoint = `arn:aws:sqs:${LOCAL_AWS.region}:000000000000:chat`;
    await sns.send(new SubscribeCommand({ TopicArn: chatTopicArn, Protocol: 'sqs', Endpoint }));
  });
  afterAll(() => emulators.stop());
  beforeEach(() => {
    logged.splice(0);
    sent.splice(0);
  });

  const publish = (topics: { readonly topicArn?: string; readonly chatTopicArn?: string } = {}) =>
    createPublish({
      client: sns,
      topicArn: emulators.messaging.topicArn,
      log: {
        info: unexpected,
        warn: unexpected,
        error: (code, error, fields) => void logged.push([code, (error as Error).name, fields]),
      },
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

  it('asks the topic for one message that is another for e-mail, and the chat for one', async () => {
    await publish({ chatTopicArn });
    await received();

    const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
    const MessageAttributes = {
      status: attribute('created'),
      reason: attribute('alert'),
      severity: attribute('major'),
      testId: attribute('3417721'),
      aid: attribute('74411'),
    };
    expect(sent).toEqual([
      {
        TopicArn: emulators.messaging.topicArn,
        Subject: notification.subject,
        MessageStructure: 'json',
        Message: JSON.stringify({ default: JSON.stringify(notification.event), email: notification.text }),
        MessageAttributes,
      },
      { TopicArn: chatTopicArn, Message: JSON.stringify(chatNotificationOf(notification.event)), MessageAttributes },
    ]);
  });

  it('asks no chat if there is none', async () => {
    await publish();
    await received();

    expect([sent.length, logged]).toEqual([1, []]);
  });

  it('publishes to the chat, too, in its own form', async () => {
    await publish({ chatTopicArn });
    const { topic, chat } = await received();

    expect(topic).toHaveLength(1);
    expect(chat.map(({ Message }) => JSON.parse(Message))).toEqual([chatNotificationOf(notification.event)]);
    expect(logged).toEqual([]);
  });

  it('is done if the chat does not accept it, which is logged', async () => {
    await publish({ chatTopicArn: NOWHERE });
    const { topic } = await received();

    expect(topic).toHaveLength(1);
    expect(logged).toEqual([
      ['chat_not_accepted', expect.stringContaining('NotFound'), { captureId: 'c0ffee00000000000000000000000001' }],
    ]);
  });

  it('fails if the topic does not accept it, and publishes nothing to the chat', async () => {
    await expect(publish({ topicArn: NOWHERE, chatTopicArn })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });

    expect(await received()).toEqual({ topic: [], chat: [] });
  });
});
