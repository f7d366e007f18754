import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { runConnect } from '../../setup/connect/command.ts';
import { runDoctor } from '../../setup/doctor/command.ts';
import { createCall } from '../../setup/http-call.ts';
import { startAccount } from './account.ts';
import { startCloudFormation } from './cloudformation.ts';
import { startEmulators } from './emulators.ts';
import { startLocal } from './local-system.ts';

export const TOKENS = {
  webhook: 'webhook-token-of-this-test',
  operator: 'operator-token-of-this-test',
  thousandeyes: 'thousandeyes-token-of-this-test',
};

interface RunOptions {
  readonly env?: Record<string, string>;
  readonly now?: () => number;
  readonly isTerminal?: boolean;
  /** Another Secrets Manager. */
  readonly secretsUrl?: string;
  readonly confirm?: (question: string) => Promise<boolean>;
}

/** Attaches the webhook to the alert rules of the stand-in, as `npm run connect` does. */
const attach = async (webhookUrl: string, apiUrl: string): Promise<void> => {
  const shown: string[] = [];
  const code = await runConnect([`${webhookUrl}/webhooks/thousandeyes`, '--all', '--yes'], {
    env: { WEBHOOK_TOKEN: TOKENS.webhook, THOUSANDEYES_TOKEN: TOKENS.thousandeyes, THOUSANDEYES_API_URL: apiUrl },
    out: (text) => shown.push(text),
    err: (text) => shown.push(text),
    isTerminal: false,
    confirm: async () => true,
    readSecret: async () => undefined,
    callWebhook: createCall({ timeoutMs: 10_000, now: Date.now }),
    resolve: async () => [],
    now: Date.now,
    sleep: async () => undefined,
    isInterrupted: () => false,
  });
  if (code !== 0) throw new Error(shown.join(''));
};

/**
 * A stack as deployed: the local system, its secrets and topic in the emulators, its outputs, and the webhook on alert
 * rules.
 */
export const startStack = async () => {
  const local = await startLocal({
    WEBHOOK_TOKEN: TOKENS.webhook,
    OPERATOR_TOKEN: TOKENS.operator,
    THOUSANDEYES_TOKEN: TOKENS.thousandeyes,
  });
  await attach(local.system.url, local.standIn().apiUrl);
  const emulators = await startEmulators();
  const outputs = {
    HttpApiUrl: local.system.url,
    EvidenceTopicArn: emulators.messaging.topicArn,
    TableName: 'protected',
    WebhookSecretArn: 'webhook',
    OperatorSecretArn: 'operator',
    ThousandEyesSecretArn: 'thousandeyes',
    ThousandEyesApiUrl: local.standIn().apiUrl,
  };
  const cloudFormation = await startCloudFormation({
    good: outputs,
    young: { ...outputs, TableName: 'unprotected' },
    small: { EvidenceTopicArn: outputs.EvidenceTopicArn },
    withoutApi: { ThousandEyesSecretArn: 'thousandeyes', ThousandEyesApiUrl: outputs.ThousandEyesApiUrl },
    other: {},
  });
  const { account, ...aws } = await startAccount({ protected: true, unprotected: false });
  /** The output of all runs. */
  const printed: string[] = [];

  return {
    local,
    emulators,
    cloudFormation,
    account,
    accountUrl: aws.url,
    printed,
    putSecrets(changes: Partial<Record<keyof typeof TOKENS, string>> = {}) {
      for (const [name, value] of Object.entries({ ...TOKENS, ...changes })) emulators.secrets.put(name, value);
    },
    /** Runs `npm run doctor` in this process; `check` finds a line of its --json. An --api-url in `args` takes precedence. */
    async doctor(args: readonly string[], options: RunOptions = {}) {
      const { env = {}, now = Date.now, isTerminal = false, confirm, secretsUrl = emulators.urls.secrets } = options;
      const out: string[] = [];
      const err: string[] = [];
      const exitCode = await runDoctor(['--api-url', local.standIn().apiUrl, ...args], {
        env: { NO_COLOR: '1', ...env },
        connectAws: () => ({
          cloudFormation: new CloudFormationClient({ ...LOCAL_AWS, endpoint: cloudFormation.url }),
          secretsManager: new SecretsManagerClient({ ...LOCAL_AWS, endpoint: secretsUrl }),
          sns: new SNSClient({ ...LOCAL_AWS, endpoint: emulators.urls.messaging }),
          dynamoDB: new DynamoDBClient({ ...LOCAL_AWS, endpoint: aws.url }),
          lambda: new LambdaClient({ ...LOCAL_AWS, endpoint: aws.url }),
        }),
        isTerminal,
        out: (text) => out.push(text),
        err: (text) => err.push(text),
        confirm: confirm ?? (async () => false),
        during: (_, work) => work,
        now,
        sleep: async () => undefined, // the stand-in needs no pacing
      });
      printed.push(...out, ...err);
      const text = out.join('');
      const report = args.includes('--json') && text ? JSON.parse(text) : undefined;
      return {
        exitCode,
        out: text,
        err: err.join(''),
        report,
        check: (id: string) => report?.checks.find(({ check }: { check: string }) => check === id),
      };
    },
    async stop() {
      await Promise.all([local.system.stop(), emulators.stop(), cloudFormation.stop(), aws.stop()]);
    },
  };
};
