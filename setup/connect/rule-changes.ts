import * as z from 'zod';
import type { JsonObject } from './exact-json.ts';

/*
 * An alert rule, and what its GET has to become for its PUT. The PUT replaces the whole rule, so everything goes back
 * as it came, with fields that the vendor's document does not know; two differences of shape apart: GET expands the
 * tests, PUT takes their ids; and `_links` is the answer's own.
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

/** A rule as it was read, and what is looked at in it. Only `whole` is ever written back: zod changes the order of keys. */
export interface Rule {
  readonly whole: JsonObject;
  readonly seen: z.infer<typeof ruleShape>;
}

/** A rule as GET answers it; undefined where it is none, or not as the vendor documents it. Such a one is not touched. */
export const readRule = (value: unknown): Rule | undefined => {
  const parsed = ruleShape.safeParse(value);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema says that it is an object
  return parsed.success ? { whole: value as JsonObject, seen: parsed.data } : undefined;
};

/** Whether the rule notifies this webhook operation. */
export const hasWebhook = ({ seen }: Rule, operationId: string): boolean => webhookIdsOf(seen).includes(operationId);

/** The body of the PUT that adds a webhook operation behind whatever is there. */
export const withWebhook = (rule: Rule, operationId: string): JsonObject =>
  update(rule, [...webhooksOf(rule), { integrationId: operationId, integrationType: 'custom-webhook' }]);

/** The body of the PUT that takes a webhook operation off, and nothing else. */
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
    // A rule that names no tests at all says nothing about them either.
    ...(testIds && { testIds }),
    notifications: { ...asObject(whole['notifications']), customWebhook },
  };
};

/** Both lists, should they ever differ: a test too many was on the rule already, one too few would be taken off. */
const testIdsOf = ({ testIds, tests: expanded }: Rule['seen']): string[] | undefined =>
  testIds == null && expanded == null
    ? undefined
    : [...new Set([...(testIds ?? []), ...(expanded ?? []).map(({ testId }) => testId)])];
