import type { SQSClient } from '@aws-sdk/client-sqs';

type HttpRequest = Parameters<SQSClient['config']['requestHandler']['handle']>[0];

/**
 * Opens a connection to the queue's host and leaves it to the client, so that the first wake needs no TLS handshake. The
 * request is not signed and asks for no permission; any answer will do.
 */
export const openConnection = async (client: SQSClient, queueUrl: string): Promise<void> => {
  const { protocol, hostname, port } = new URL(queueUrl);
  const request = {
    method: 'GET',
    path: '/ping',
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    headers: {},
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handler reads these fields; the SDK exports no class that has them
  const { response } = await client.config.requestHandler.handle(request as HttpRequest);
  response.body?.resume(); // the connection is free for the next request when the answer is read
};
