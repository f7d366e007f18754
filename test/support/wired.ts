import { vi } from 'vitest';
import { readConfig } from '../../lib/runtime/config.ts';
import { startAwsRecorder } from './aws-recorder.ts';

export const TABLE = 'table-of-captures';
export const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:links';

/** Every setting differs from all others and from its default, so that a mixed-up one shows. */
const SETTINGS = {
  TABLE_NAME: TABLE,
  RETENTION_DAYS: '7',
  TOPIC_ARN: TOPIC,
  WEBHOOK_SECRET_ID: 'secret-of-the-webhook',
  OPERATOR_SECRET_ID: 'secret-of-operators',
  THOUSANDEYES_SECRET_ID: 'secret-of-thousandeyes',
  THOUSANDEYES_TIMEOUT_SECONDS: '2',
  SNAPSHOT_LIMIT: '4',
  SNAPSHOT_LIMIT_SECONDS: '120',
  REUSE_SECONDS: '30',
  GROUP_SAME_TEST_MINUTES: '45',
  GIVE_UP_HOURS: '3',
  MANUAL_CAPTURES_LIMIT: '9',
};

/**
 * The parts that `lib/wiring` makes from these settings, over a recorder instead of AWS. A test file may make only one
 * set.
 */
export const startWired = async () => {
  const aws = await startAwsRecorder();
  const env = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: aws.url,
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules(); // the DynamoDB client is made once and reads its environment then

  const queueUrl = `${aws.url}/0/wakes`;
  const settings = (changes: object) => ({ ...SETTINGS, QUEUE_URL: queueUrl, ...changes });
  const logged: unknown[] = [];
  const log = {
    info: () => undefined,
    warn: (...line: readonly unknown[]) => void logged.push(line),
    error: (...line: readonly unknown[]) => void logged.push(line),
  };
  return {
    aws,
    queueUrl,
    logged,
    intake: async () => {
      const { wireIntake } = await import('../../lib/wiring/intake.ts');
      return wireIntake(readConfig('schedule', settings({})));
    },
    webhook: async (changes: object = {}) => {
      const { wireWebhook } = await import('../../lib/wiring/webhook.ts');
      const config = readConfig('webhook', settings(changes));
      const { wireAcceptedTokens } = await import('../../lib/wiring/caller-secrets.ts');
      return wireWebhook(config, wireAcceptedTokens(config.WEBHOOK_SECRET_ID));
    },
    operator: async () => {
      const { wireOperator } = await import('../../lib/wiring/operator.ts');
      return wireOperator(readConfig('captures', settings({})));
    },
    worker: async (changes: object = {}) => {
      const { wireWorker } = await import('../../lib/wiring/worker.ts');
      return wireWorker(readConfig('worker', settings(changes)), log);
    },
    operators: async () => {
      const { wireOperators } = await import('../../lib/wiring/caller-secrets.ts');
      return wireOperators('secret-of-operators', log);
    },
    /** Resets the recorder before each test: no calls, no log lines, the usual answers. */
    reset: () => {
      aws.calls.length = 0;
      logged.length = 0;
      aws.world.answer = () => undefined;
    },
    stop: async () => {
      vi.unstubAllEnvs();
      await aws.stop();
    },
  };
};
