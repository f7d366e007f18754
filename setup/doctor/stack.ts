import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The outputs of a stack; a field is absent if the stack has no such output. */
export interface StackOutputs {
  readonly webhookUrl?: string;
  readonly topicArn?: string;
  readonly tableName?: string;
  readonly webhookSecretId?: string;
  readonly operatorSecretId?: string;
  readonly thousandeyesSecretId?: string;
  readonly apiUrl?: string;
}

/** The names of the outputs. The first that the stack has takes precedence. osls itself adds `HttpApiUrl`. */
const OUTPUTS: Readonly<Record<keyof StackOutputs, readonly string[]>> = {
  webhookUrl: ['WebhookUrl', 'HttpApiUrl'],
  topicArn: ['EvidenceTopicArn'],
  tableName: ['TableName'],
  webhookSecretId: ['WebhookSecretArn'],
  operatorSecretId: ['OperatorSecretArn'],
  thousandeyesSecretId: ['ThousandEyesSecretArn'],
  apiUrl: ['ThousandEyesApiUrl'],
};

/** Reads the outputs of the stack. Rejects with the SDK's error if the stack does not exist or may not be read. */
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
