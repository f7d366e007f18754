/* Alerts that can have no snapshot. Webhooks and look-ups share this one list. */

/** Why an alert can have no snapshot: it is about no test, or about a test of an Endpoint Agent. */
export type WithoutSnapshot = 'no_test' | 'endpoint_test';

/**
 * Alert types that belong to no test, as words. ThousandEyes writes one type as `DEVICE_INTERFACE`, `device-interface`
 * and `Device Interface`. `agent to server` and `agent to agent` are tests.
 */
const NO_TEST =
  /^((cloud|enterprise|and) )*agents?( (alert|notification|offline|status))?$|^(network )?(device|interface)s?\b|\boutages?\b|^internet insights\b/;

/** Alert types of Endpoint Agents, as words. "POST snapshot … does not support Endpoint Agent" (OpenAPI document). */
const ENDPOINT = /^((scheduled|dynamic) )?endpoints?\b|\bendpoint agents?\b|\bbrowser sessions?\b/;

/** An alert type or a test type as lower-case words: `END_TO_END_SERVER` and `EndToEndServer` as `end to end server`. */
const wordsOf = (type: string): string =>
  type
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .toLowerCase();

/** The fields of an alert that decide whether it can have a snapshot. */
export interface Evidence {
  /** The alert's own type and its test's type, as far as the alert names them. */
  readonly types: readonly (string | undefined)[];
  /** Decimal digits; absent if the alert names no test by its id. */
  readonly testId?: string | undefined;
  /** Whether the alert names a test, by id or by name. */
  readonly namesTest: boolean;
}

/**
 * Why an alert can have no snapshot; undefined if nothing rules one out. An unlisted type rules nothing out, and a test
 * id outweighs a type that belongs to no test: an unnecessary call costs less than missing evidence.
 */
export const withoutSnapshot = ({ types, testId, namesTest }: Evidence): WithoutSnapshot | undefined => {
  const words = types.flatMap((type) => (type === undefined ? [] : [wordsOf(type)]));
  if (words.some((type) => ENDPOINT.test(type))) return namesTest ? 'endpoint_test' : 'no_test';
  return testId === undefined && words.some((type) => NO_TEST.test(type)) ? 'no_test' : undefined;
};
