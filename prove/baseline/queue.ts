import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** What is to be done for an alert. */
export interface Job {
  readonly alertId: string;
  readonly eventId: string;
  readonly testId: string;
  /** The range of the snapshot ends then: ISO 8601. */
  readonly endDate: string;
  /** Epoch milliseconds of the booked call; absent: no call is booked. */
  readonly callAt?: number;
  /** Calls that failed. */
  readonly failures: number;
}

export interface Received {
  readonly job: Job;
  readonly delete: () => Promise<void>;
}

const MAX_DELAY_SECONDS = 900;
const LONG_POLL_SECONDS = 1;

/** An SQS queue of jobs. What is received and not deleted comes again after its visibility timeout. */
export const createQueue = (client: SQSClient, QueueUrl: string) => ({
  send: async (job: Job, delayMs = 0): Promise<void> => {
    const DelaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(0, Math.ceil(delayMs / 1000)));
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(job), DelaySeconds }));
  },
  async receive(most: number): Promise<Received[]> {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: most, WaitTimeSeconds: LONG_POLL_SECONDS }),
    );
    return Messages.map(({ Body = '', ReceiptHandle }) => ({
      job: JSON.parse(Body) as Job,
      async delete() {
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      },
    }));
  },
});

export type Queue = ReturnType<typeof createQueue>;
