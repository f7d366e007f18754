import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

const STARTED = 'http.client.request.start';

/**
 * The calls that the AWS SDK makes in this process during `run`, in order, as `DynamoDB.PutItem`. `run` may read them
 * meanwhile. A call without a target header is to SNS, where the project calls only Publish.
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

/**
 * Turns `DynamoDB_20120810.PutItem`, `AmazonSQS.SendMessage` and `secretsmanager.GetSecretValue` into the services'
 * names.
 */
const nameOf = (target: string): string =>
  target.replace(/^Amazon|_\d+/g, '').replace('secretsmanager', 'SecretsManager');
