import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';

/**
 * A wake asks a worker to look at the ledger. It may name a new capture, because the index may not show that one yet.
 */
export interface Wake {
  readonly captureId?: string;
}

/**
 * Sends a wake after `delayMs` milliseconds (0 for at once). SQS delays by at most 900 s, so a longer delay ends early.
 */
export type SendWake = (wake: Wake, delayMs: number) => Promise<void>;

const MAX_DELAY_SECONDS = 900;

/** Makes the sender of wakes over SQS. The delay is cut to whole seconds; the worker sleeps for the rest. */
export const createSendWake =
  ({ client, queueUrl }: { readonly client: SQSClient; readonly queueUrl: string }): SendWake =>
  async (wake, delayMs) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(wake),
        DelaySeconds: Math.max(0, Math.min(MAX_DELAY_SECONDS, Math.floor(delayMs / 1000))),
      }),
    );
  };

const wakeBody = z.looseObject({ captureId: z.optional(z.string()) });

/** Reads a wake's message body. An unreadable body is a wake without a capture. */
export const readWake = (body: string): Wake => {
  try {
    const { captureId } = wakeBody.parse(JSON.parse(body));
    return captureId === undefined ? {} : { captureId };
  } catch {
    return {};
  }
};
