import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/template-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The tests of the local system mostly wait for its clocks, so more of them run than there are cores.
    maxWorkers: 4,
    // The handlers bind their configuration when they are imported; tests make their own from the parts.
    env: {
      AWS_REGION: 'eu-central-1',
      // They ask for their secret then, too: nobody answers, at once.
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:1',
      TABLE_NAME: 'captures',
      QUEUE_URL: 'http://127.0.0.1:1/000000000000/wakes',
      TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:evidence',
      WEBHOOK_SECRET_ID: 'webhook',
      OPERATOR_SECRET_ID: 'operator',
      THOUSANDEYES_SECRET_ID: 'thousandeyes',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_METRICS_DISABLED: 'true',
    },
  },
});
