import { once } from 'node:events';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod';
import { errorCodeOf } from '../../lib/thousandeyes/error-code.ts';
import type { CallOptions } from '../http-call.ts';
import type { ConcurrencyReply } from './checks/concurrency.ts';
import type { TableReply } from './checks/protection.ts';
import type { FoundSecret } from './checks/secrets.ts';
import type { TopicReply } from './checks/topic.ts';
import { readStack, type StackOutputs } from './stack.ts';

/** What the doctor reads from AWS. It writes nothing. */
export interface Aws {
  /** Rejects if the stack cannot be read. */
  readonly stack: (name: string) => Promise<StackOutputs>;
  readonly secret: (id: string) => Promise<FoundSecret>;
  readonly topic: (arn: string) => Promise<TopicReply>;
  readonly table: (name: string) => Promise<TableReply>;
  /** The limits of the whole account in the region. */
  readonly concurrency: () => Promise<ConcurrencyReply>;
}

/** Clients for one region; without a region, the SDK takes it from the environment or the profile. */
export const connectAws = (region: string | undefined) => {
  const options = { maxAttempts: 2, ...(region !== undefined && { region }) };
  return {
    cloudFormation: new CloudFormationClient(options),
    secretsManager: new SecretsManagerClient(options),
    sns: new SNSClient(options),
    dynamoDB: new DynamoDBClient(options),
    lambda: new LambdaClient(options),
  };
};

/** Reads through the given clients. `onDate` gets the time of SNS, because every deployment has a topic. */
export const createAws = (
  { cloudFormation, secretsManager, sns, dynamoDB, lambda }: ReturnType<typeof connectAws>,
  { timeoutMs, now, onDate }: CallOptions,
): Aws => {
  sns.middlewareStack.add(
    (next) => async (args) => {
      const sentAt = now();
      const result = await next(args);
      onDate?.('AWS', dateIn(result.response), sentAt, now());
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'observeDate' },
  );
  return {
    stack: (name) => within(timeoutMs, (signal) => readStack(cloudFormation, name, signal)),

    async secret(id) {
      try {
        const request = new GetSecretValueCommand({ SecretId: id });
        const { SecretString } = await within(timeoutMs, (abortSignal) =>
          secretsManager.send(request, { abortSignal }),
        );
        return SecretString === undefined
          ? { kind: 'empty' }
          : { kind: 'value', value: SecretString, from: 'Secrets Manager' };
      } catch (error) {
        const code = awsErrorCodeOf(error);
        return code === 'ResourceNotFoundException' ? { kind: 'empty' } : { kind: 'unreadable', code };
      }
    },

    async topic(arn) {
      try {
        const request = new GetTopicAttributesCommand({ TopicArn: arn });
        const { Attributes } = await within(timeoutMs, (abortSignal) => sns.send(request, { abortSignal }));
        return { attributes: Attributes ?? {} };
      } catch (error) {
        return { code: awsErrorCodeOf(error) };
      }
    },

    async table(name) {
      try {
        const request = new DescribeTableCommand({ TableName: name });
        const { Table } = await within(timeoutMs, (abortSignal) => dynamoDB.send(request, { abortSignal }));
        return { isProtected: Table?.DeletionProtectionEnabled === true };
      } catch (error) {
        return { code: awsErrorCodeOf(error) };
      }
    },

    async concurrency() {
      try {
        const request = new GetAccountSettingsCommand({});
        const { AccountLimit } = await within(timeoutMs, (abortSignal) => lambda.send(request, { abortSignal }));
        const { ConcurrentExecutions: all, UnreservedConcurrentExecutions: unreserved = all } = AccountLimit ?? {};
        return all === undefined || unreserved === undefined ? { code: 'no limit in the answer' } : { all, unreserved };
      } catch (error) {
        return { code: awsErrorCodeOf(error) };
      }
    },
  };
};

/** Rejects with a TimeoutError in time. The signal alone ends a call, but not the SDK's search for credentials. */
const within = <T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const over = once(signal, 'abort').then(() => Promise.reject<T>(signal.reason));
  return Promise.race([work(signal), over]);
};

/** The `Date` header of a response as the SDK's transport passes it. */
const dateIn = (response: unknown): string | undefined => {
  const parsed = responseWithDate.safeParse(response);
  return parsed.data?.headers.date;
};

const responseWithDate = z.looseObject({ headers: z.looseObject({ date: z.string() }) });

/** The error's name or code, never its message, which may repeat what was sent. */
export const awsErrorCodeOf = (error: unknown): string => {
  if (error instanceof Error && error.message === 'Region is missing') return 'no region: --region or AWS_REGION';
  return errorCodeOf(error);
};
