import * as z from 'zod';
import type { JsonObject } from './exact-json.ts';

/*
 * Turns the GET of an alert rule into its PUT. The PUT replaces the whole rule, so it repeats all fields of the GET,
 * undocumented fields too, with two exceptions: PUT takes the ids of the tests, which GET expands, and has no `_links`.
 */

const entries = z.array(z.looseObject({ integrationId: z.string().optional() }));
const tests = z.array(z.looseObject({ testId: z.string() }));

const ruleShape = z.looseObject({
  ruleId: z.string(),
  ruleName: z.string(),
  testIds: z.array(z.string()).nullish(),
  tests: tests.nullish(),
  notifications: z.looseObject({ customWebhook: entries.nullish() }).nullish(),
});

/** A rule as GET returned it (`whole`), and parsed (`seen`). A PUT uses only `whole`: zod changes the order of keys. */
export interface Rule {
  readonly whole: JsonObject;
  readonly seen: z.infer<typeof ruleShape>;
}

/** Reads a rule from the answer of GET; undefined if the answer is no rule as ThousandEyes documents it. */
export const readRule = (value: unknown): Rule | undefined => {
  const parsed = ruleShape.safeParse(value);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema says that it is an object
  return parsed.success ? { whole: value as JsonObject, seen: parsed.data } : undefined;
};

/** Whether the rule notifies this webhook operation. */
export const hasWebhook = ({ seen }: Rule, operationId: string): boolean => webhookIdsOf(seen).includes(operationId);

/** The body of the PUT that adds a webhook operation after the others. */
export const withWebhook = (rule: Rule, operationId: string): JsonObject =>
  update(rule, [...webhooksOf(rule), { integrationId: operationId, integrationType: 'custom-webhook' }]);

/** The body of the PUT that removes a webhook operation, and nothing else. */
export const withoutWebhook = (rule: Rule, operationId: string): JsonObject => {
  const ids = webhookIdsOf(rule.seen);
  return update(
    rule,
    webhooksOf(rule).filter((_, index) => ids[index] !== operationId),
  );
};

const webhookIdsOf = ({ notifications }: Rule['seen']) =>
  (notifications?.customWebhook ?? []).map(({ integrationId }) => integrationId);

/** The entries as they were read. */
const webhooksOf = ({ whole }: Rule): readonly unknown[] => {
  const list = asObject(whole['notifications'])['customWebhook'];
  return Array.isArray(list) ? list : [];
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ruleShape says so
const asObject = (value: unknown): JsonObject => (value ?? {}) as JsonObject;

const update = ({ whole, seen }: Rule, customWebhook: readonly unknown[]): JsonObject => {
  const { tests: _tests, _links, ...kept } = whole;
  const testIds = testIdsOf(seen);
  return {
    ...kept,
    // If the GET has no field for tests, the PUT has none.
    ...(testIds && { testIds }),
    notifications: { ...asObject(whole['notifications']), customWebhook },
  };
};

/** The union of both lists, if they ever differ: the PUT would remove a missing test from the rule. */
const testIdsOf = ({ testIds, tests: expanded }: Rule['seen']): string[] | undefined =>
  testIds == null && expanded == null
    ? undefined
    : [...new Set([...(testIds ?? []), ...(expanded ?? []).map(({ testId }) => testId)])];
