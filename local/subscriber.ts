import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The topic's machine-readable event, with the fields that the local system reads. */
export type Received = Readonly<Record<string, unknown>> & {
  readonly captureId?: string;
  readonly captureIds?: readonly string[];
};

/**
 * Reads the event from SNS's envelope around a message with `MessageStructure: json`. SNS would deliver only the part
 * for the protocol. The emulator delivers the whole message, so the part for queues (the default) is selected here.
 */
const eventIn = (body: string): Received => {
  const { Message } = JSON.parse(body) as { Message: string };
  const parts = JSON.parse(Message) as { default?: string };
  return JSON.parse(parts.default ?? Message) as Received;
};

/** Starts the topic's local subscriber. It passes every message to `onEvent`, in the order of arrival. */
export const startSubscriber = (
  client: SQSClient,
  queueUrl: string,
  onEvent: (event: Received) => void,
  onError: (error: unknown) => void,
): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const poll = async () => {
    while (!stopping.signal.aborted) {
      try {
        const receive = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20 });
        const { Messages = [] } = await client.send(receive, { abortSignal: stopping.signal });
        for (const { Body = '', ReceiptHandle } of Messages) {
          onEvent(eventIn(Body));
          await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(error);
        await sleep(200);
      }
    }
  };
  const polling = poll();
  return {
    async stop() {
      stopping.abort();
      await polling;
    },
  };
};
