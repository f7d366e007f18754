import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';

/** The codes of log lines that say why an alert did not become a link at once. */
const WHY = [
  'alert_ignored',
  'alert_ruled_out',
  'webhook_address_refused',
  'webhook_missed',
  'webhook_unauthorized',
  'webhook_unreadable',
  'webhook_quarantined',
  'webhook_failed',
  'webhook_secret_without_value',
  'wake_not_sent',
  'test_not_looked_up',
  'alert_without_test',
  'token_missing',
  'token_malformed',
  'token_not_readable',
  'gate_closed',
  'snapshot_not_created',
  'capture_crashed',
  'abandoned_capture_mended',
  'notification_not_accepted',
  'link_withheld',
  'follower_not_ended',
] as const;

/** "Why did nothing happen?" in the language of Logs Insights, over the log groups of all functions. */
export const whyNothingHappened = (stack: string): string =>
  [
    ...FUNCTION_NAMES.map((name) => `SOURCE '/aws/lambda/${stack}-${name}'`),
    'fields @timestamp, message, captureId, reason, outcome, detail, status, refusals',
    `filter message in [${WHY.map((code) => `'${code}'`).join(', ')}]`,
    'sort @timestamp desc',
    'limit 100',
  ].join(' | ');
