/**
 * The checks of the doctor, in the order of its report. Programs read these names (`--json`): a name never changes its
 * meaning, and every report has all of them.
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

/** The result of one check: a sentence, and what to do. Neither ever contains a secret or a snapshot's link. */
export type Judgment =
  | { readonly outcome: 'ok' | 'skipped'; readonly message: string }
  | { readonly outcome: 'warn' | 'fail'; readonly message: string; readonly fix: string };

export type Outcome = Judgment['outcome'];

/** The judgments of a probe. The report lists a check without a judgment as skipped, with a reason. */
export type Findings = Partial<Readonly<Record<CheckId, Judgment>>>;

export const ok = (message: string): Judgment => ({ outcome: 'ok', message });
export const warn = (message: string, fix: string): Judgment => ({ outcome: 'warn', message, fix });
export const fail = (message: string, fix: string): Judgment => ({ outcome: 'fail', message, fix });
/** A check that did not run. The reason reads like `no topic was given`. */
export const skipped = (reason: string): Judgment => ({ outcome: 'skipped', message: `Not checked: ${reason}.` });
