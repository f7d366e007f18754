import type { BaselineSettings } from '../baseline/settings.ts';
import { awsEnvironment } from '../../local/aws-environment.ts';
import { startMessaging } from '../../local/messaging.ts';
import type { Scope } from '../scope.ts';
import { API_TOKEN, type Contestant } from './contestant.ts';

const WEBHOOK_TOKEN = 'webhook-token-of-the-proof';
const TIMEOUT_MS = 2000;
const DAY_SECONDS = 86_400;
/** Longer than any handling of a message takes. */
const VISIBILITY_SECONDS = 15;
const MAX_RECEIVES = 5;

const NAMES = { memory: 'queue, limiter in memory', stored: 'queue, limiter in a table' } as const;

/** A queue and a worker behind a webhook. The queue outlives the kill, as SQS does. */
export const baseline = async (limiter: BaselineSettings['limiter'], scope: Scope): Promise<Contestant> => {
  const messaging = await startMessaging({
    wake: {
      visibilityTimeoutSeconds: VISIBILITY_SECONDS,
      maxReceiveCount: MAX_RECEIVES,
      retentionSeconds: DAY_SECONDS,
    },
    deadLetter: { retentionSeconds: DAY_SECONDS },
  });
  scope.end(messaging.stop);
  return {
    name: NAMES[limiter],
    webhookToken: WEBHOOK_TOKEN,
    command: (terms) => {
      const settings: BaselineSettings = {
        ...terms,
        limiter,
        apiToken: API_TOKEN,
        webhookToken: WEBHOOK_TOKEN,
        queueUrl: messaging.wakeQueueUrl,
        deadLetterQueueUrl: messaging.deadLetterQueueUrl,
        timeoutMs: TIMEOUT_MS,
      };
      const env = awsEnvironment({ dynamo: '', messaging: messaging.url, secrets: '' });
      return { args: ['prove/baseline/main.ts', JSON.stringify(settings)], env };
    },
  };
};
