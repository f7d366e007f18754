import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** What the outputs of a stack name; absent where it has no such output. */
export interface StackOutputs {
  readonly webhookUrl?: string;
  readonly topicArn?: string;
  readonly tableName?: string;
  readonly webhookSecretId?: string;
  readonly operatorSecretId?: string;
  readonly thousandeyesSecretId?: string;
}

/** The outputs by which the stack tells each; the first that it has counts. `HttpApiUrl` is osls' own. */
const OUTPUTS: Readonly<Record<keyof StackOutputs, readonly string[]>> = {
  webhookUrl: ['WebhookUrl', 'HttpApiUrl'],
  topicArn: ['EvidenceTopicArn'],
  tableName: ['TableName'],
  webhookSecretId: ['WebhookSecretArn'],
  operatorSecretId: ['OperatorSecretArn'],
  thousandeyesSecretId: ['ThousandEyesSecretArn'],
};

/** Reads the outputs of the stack; rejects as the SDK does, where there is no such stack or no right to see it. */
export const readStack = async (
  client: CloudFormationClient,
  name: string,
  signal: AbortSignal,
): Promise<StackOutputs> => {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }), { abortSignal: signal });
  const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  const found = Object.entries(OUTPUTS).flatMap(([field, keys]) => {
    const value = keys.map((key) => outputs.get(key)).find((candidate) => candidate !== undefined);
    return value === undefined ? [] : [[field, value]];
  });
  return Object.fromEntries(found);
};
