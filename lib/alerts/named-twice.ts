import { isAlertUuid } from './alert.ts';
import { numericId, objectOrEmpty, text } from './fields.ts';

/*
 * `contradiction.ts` finds a repeated key. A name that a template inserts without escaping may add a different key
 * instead, and a template may use that key for the test, too: `{"test_id":"1","test_name":"a","testId":"999","x":""}`.
 */

const ids = { testId: numericId, test_id: numericId, alertId: text, alert_id: text };
const event = {
  ...ids,
  alert: objectOrEmpty({ ...ids, id: text, test: objectOrEmpty({ id: numericId, testId: numericId }) }),
};
/** Every place where a payload family has its test id or its alert id. */
const places = objectOrEmpty({ ...event, event: objectOrEmpty(event) });

/** Whether a body names two different tests or, without a test, two different alerts that could be looked up. */
export const namesTwo = (body: unknown): boolean => {
  const { event: inner, ...outer } = places.parse(body);
  const levels = [outer, outer.alert, inner, inner.alert];
  const tests = [
    ...levels.flatMap(({ testId, test_id }) => [testId, test_id]),
    ...[outer, inner].flatMap(({ alert: { test } }) => [test.id, test.testId]),
  ];
  const alerts = [...levels.flatMap(({ alertId, alert_id }) => [alertId, alert_id]), outer.alert.id, inner.alert.id];
  const named = countOf(tests);
  return named > 1 || (named === 0 && countOf(alerts.filter(isAlertUuid)) > 1);
};

const countOf = (values: readonly (string | undefined)[]): number => new Set(values.filter(Boolean)).size;
