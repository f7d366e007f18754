import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Invoke } from './lambda.ts';

const LONG_POLL_SECONDS = 20;
const PAUSE_AFTER_ERROR_MS = 200;
/**
 * On stop, a running batch may end within this time. Otherwise its captures wait for their leases, as after a crash.
 */
const GRACE_MS = 2000;

export interface EventSourceOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly invoke: Invoke;
  /** The most messages of one invocation. */
  readonly batchSize: number;
  /** The most batches at the same time: the mapping's maximum concurrency. */
  readonly concurrency: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Starts Lambda's event source mapping: it polls, invokes with batches, and deletes a batch only if the function
 * returns. If the function throws, the batch stays invisible until its visibility timeout, and is delivered again.
 * After the queue's `maxReceiveCount`, SQS moves it to the dead-letter queue.
 */
export const startEventSource = (options: EventSourceOptions): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const pollers = Array.from({ length: options.concurrency }, () => poll(options, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.race([Promise.all(pollers), sleep(GRACE_MS)]);
    },
  };
};

const poll = async (options: EventSourceOptions, signal: AbortSignal): Promise<void> => {
  const { client, queueUrl, batchSize, invoke, onError } = options;
  const receive = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: LONG_POLL_SECONDS,
    MessageSystemAttributeNames: ['All'],
  });
  while (!signal.aborted) {
    try {
      const { Messages: messages = [] } = await client.send(receive, { abortSignal: signal });
      if (messages.length === 0) continue;
      await invoke({ Records: messages.map((message) => toRecord(message)) });
      const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      await sleep(PAUSE_AFTER_ERROR_MS);
    }
  }
};

const toRecord = ({ MessageId, ReceiptHandle, Body, Attributes }: Message) => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: Attributes,
  messageAttributes: {},
  eventSource: 'aws:sqs',
});
