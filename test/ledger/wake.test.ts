import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { createSendWake, readWake } from '../../lib/ledger/wake.ts';
import { startMessaging } from '../../local/messaging.ts';
import { HOUR, MINUTE, SECOND } from '../support/factories.ts';

interface Sent {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
}

describe('a wake over SQS', () => {
  let messaging: Awaited<ReturnType<typeof startMessaging>>;
  const sent: Sent[] = [];

  beforeAll(async () => {
    messaging = await startMessaging(readDeployment().queues);
    messaging.client.middlewareStack.add(
      (next) => async (args) => {
        const { MessageBody = '', DelaySeconds = 0 } = args.input as Sent;
        const answer = await next(args);
        sent.push({ MessageBody, DelaySeconds }); // only messages that SQS has accepted
        return answer;
      },
      { step: 'initialize' },
    );
  });
  afterAll(() => messaging.stop());
  beforeEach(() => void sent.splice(0));

  const sendWake = (delayMs: number, wake = {}) =>
    createSendWake({ client: messaging.client, queueUrl: messaging.wakeQueueUrl })(wake, delayMs);

  it.each([
    { delay: 'at once', delayMs: 0, seconds: 0 },
    { delay: 'less than a second', delayMs: SECOND - 1, seconds: 0 },
    { delay: 'a second', delayMs: SECOND, seconds: 1 },
    { delay: 'a moment before five minutes', delayMs: 5 * MINUTE - 1, seconds: 299 },
    { delay: 'the longest that SQS knows', delayMs: 15 * MINUTE, seconds: 900 },
    { delay: 'longer than SQS knows', delayMs: HOUR, seconds: 900 },
    { delay: 'a time that has passed', delayMs: -SECOND, seconds: 0 },
  ])('is delayed by whole seconds, never late: $delay', async ({ delayMs, seconds }) => {
    await sendWake(delayMs);

    expect(sent.map(({ DelaySeconds }) => DelaySeconds)).toEqual([seconds]);
  });

  it.each([{ captureId: 'c0ffee' }, {}])('is read as it was sent: %j', async (wake) => {
    await sendWake(0, wake);

    expect(readWake(sent[0]?.MessageBody ?? '')).toEqual(wake);
  });
});

describe('a wake that cannot be read', () => {
  it.each(['', 'no JSON', 'null', '[]', '"c0ffee"', '{"captureId":7}'])('still is a wake: %s', (body) => {
    expect(readWake(body)).toEqual({});
  });
});
