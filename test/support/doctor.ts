import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { runDoctor } from '../../setup/doctor/command.ts';
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

/** A stack as it is deployed: the local system, its secrets and topic in the emulators, and its outputs. */
export const startStack = async () => {
  const local = await startLocal({
    WEBHOOK_TOKEN: TOKENS.webhook,
    OPERATOR_TOKEN: TOKENS.operator,
    THOUSANDEYES_TOKEN: TOKENS.thousandeyes,
  });
  const emulators = await startEmulators();
  const outputs = {
    HttpApiUrl: local.system.url,
    EvidenceTopicArn: emulators.messaging.topicArn,
    WebhookSecretArn: 'webhook',
    OperatorSecretArn: 'operator',
    ThousandEyesSecretArn: 'thousandeyes',
  };
  const cloudFormation = await startCloudFormation({
    good: outputs,
    small: { EvidenceTopicArn: outputs.EvidenceTopicArn },
    other: {},
  });
  /** All that any run has printed. */
  const printed: string[] = [];

  return {
    local,
    emulators,
    cloudFormation,
    printed,
    putSecrets(changes: Partial<Record<keyof typeof TOKENS, string>> = {}) {
      for (const [name, value] of Object.entries({ ...TOKENS, ...changes })) emulators.secrets.put(name, value);
    },
    /** `npm run doctor` in this process; `check` finds a line of its --json. */
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
        }),
        isTerminal,
        out: (text) => out.push(text),
        err: (text) => err.push(text),
        confirm: confirm ?? (async () => false),
        during: (_, work) => work,
        now,
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
      await Promise.all([local.system.stop(), emulators.stop(), cloudFormation.stop()]);
    },
  };
};
