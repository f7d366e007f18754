/**
 * What the doctor looks at, in the order of its report. Programs read these names (`--json`): a name never changes its
 * meaning, and every one is in every report.
 */
export const CHECKS = {
  'secret-webhook': 'Webhook secret',
  'secret-operator': 'Operator secret',
  'secret-thousandeyes': 'ThousandEyes secret',
  'secrets-differ': 'Secrets differ',
  'thousandeyes-token': 'ThousandEyes token',
  'thousandeyes-rate-limit': 'Request limit',
  'account-group': 'Account group',
  test: 'Test',
  permission: 'Permission',
  clock: 'Clocks',
  topic: 'Topic',
  'topic-encryption': 'Topic encryption',
  'table-protection': 'Table protection',
  'lambda-concurrency': 'Lambda concurrency',
  'webhook-url': 'Webhook URL',
  'webhook-refuses': 'Webhook refuses',
  'webhook-accepts': 'Webhook accepts',
  'webhook-attached': 'Webhook attached',
  'alert-rules': 'Alert rules',
  'operator-api': 'Operator API',
  gate: 'Gate',
  backlog: 'Backlog',
  live: 'Live snapshot',
} as const;

export type CheckId = keyof typeof CHECKS;

/** What one check came to: a sentence, and what to do about it. Neither ever has a secret or a snapshot's link in it. */
export type Judgment =
  | { readonly outcome: 'ok' | 'skipped'; readonly message: string }
  | { readonly outcome: 'warn' | 'fail'; readonly message: string; readonly fix: string };

export type Outcome = Judgment['outcome'];

/** The judgments of a probe. What a probe does not judge, the report calls skipped, with a reason. */
export type Findings = Partial<Readonly<Record<CheckId, Judgment>>>;

export const ok = (message: string): Judgment => ({ outcome: 'ok', message });
export const warn = (message: string, fix: string): Judgment => ({ outcome: 'warn', message, fix });
export const fail = (message: string, fix: string): Judgment => ({ outcome: 'fail', message, fix });
/** Not looked at, and why: `no topic was given`. */
export const skipped = (reason: string): Judgment => ({ outcome: 'skipped', message: `Not checked: ${reason}.` });
