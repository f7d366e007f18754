import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const STARTED = 'http.client.request.start';

/**
 * The calls that the AWS SDK makes in this process while `run` does, in their order, as `DynamoDB.PutItem`; `run` may look
 * at them meanwhile.
 * What has no target header is SNS: of its calls the project makes one, Publish.
 */
export const awsCallsOf = async (run: (calls: readonly string[]) => Promise<unknown>): Promise<string[]> => {
  const calls: string[] = [];
  const note = (message: unknown) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Node's channel of this name is told
    const { request } = message as { readonly request: ClientRequest };
    const target = request.getHeader('x-amz-target') ?? 'SNS.Publish';
    if (request.getHeader('amz-sdk-request') !== undefined) calls.push(nameOf(String(target)));
  };
  subscribe(STARTED, note);
  try {
    await run(calls);
  } finally {
    unsubscribe(STARTED, note);
  }
  return calls;
};

/** `DynamoDB_20120810.PutItem`, `AmazonSQS.SendMessage`, `secretsmanager.GetSecretValue` as the services' names. */
const nameOf = (target: string): string =>
  target.replace(/^Amazon|_\d+/g, '').replace('secretsmanager', 'SecretsManager');
