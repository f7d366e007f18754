import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';

/** What a wake says: look at the ledger, and at this capture first, which its index may not show yet. */
export interface Wake {
  readonly captureId?: string;
}

/** Sends a wake after `delayMs` (0 for at once; SQS knows whole seconds, 900 at most: a longer one comes early). */
export type SendWake = (wake: Wake, delayMs: number) => Promise<void>;

const MAX_DELAY_SECONDS = 900;

/** Wakes over SQS. The delay is cut to the second: the worker sleeps what is left of it. */
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

/** A wake's message body. One that cannot be read still is a wake. */
export const readWake = (body: string): Wake => {
  try {
    const { captureId } = wakeBody.parse(JSON.parse(body));
    return captureId === undefined ? {} : { captureId };
  } catch {
    return {};
  }
};
