/* Alerts that no snapshot can be made of: the one list, for webhooks and for what the API answers. */

/** Why an alert can have no snapshot: it is about no test, or about a test of an Endpoint Agent. */
export type WithoutSnapshot = 'no_test' | 'endpoint_test';

/**
 * The types of alerts about no test, as words. ThousandEyes writes one type as `DEVICE_INTERFACE`, `device-interface` and
 * `Device Interface`. `agent to server` and `agent to agent` are tests.
 */
const NO_TEST =
  /^((cloud|enterprise|and) )*agents?( (alert|notification|offline|status))?$|^(network )?(device|interface)s?\b|\boutages?\b|^internet insights\b/;

/** The types of alerts about Endpoint Agents, as words: "POST snapshot … does not support Endpoint Agent" (OpenAPI document). */
const ENDPOINT = /^((scheduled|dynamic) )?endpoints?\b|\bendpoint agents?\b|\bbrowser sessions?\b/;

/** An alert type or a test type as lower-case words: `END_TO_END_SERVER` and `EndToEndServer` as `end to end server`. */
const wordsOf = (type: string): string =>
  type
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .toLowerCase();

/** What is known of an alert that tells whether there can be a snapshot of it. */
export interface Evidence {
  /** The types that it names, its own and its test's. */
  readonly types: readonly (string | undefined)[];
  /** Decimal digits, where it names a test by its id. */
  readonly testId?: string | undefined;
  /** Whether it names a test in any way. */
  readonly namesTest: boolean;
}

/**
 * Why an alert can have no snapshot; undefined if there is no evidence for that. A type that is on no list says nothing, and
 * a test id outweighs a type of alerts about no test: one call too many costs less than evidence missed.
 */
export const withoutSnapshot = ({ types, testId, namesTest }: Evidence): WithoutSnapshot | undefined => {
  const words = types.flatMap((type) => (type === undefined ? [] : [wordsOf(type)]));
  if (words.some((type) => ENDPOINT.test(type))) return namesTest ? 'endpoint_test' : 'no_test';
  return testId === undefined && words.some((type) => NO_TEST.test(type)) ? 'no_test' : undefined;
};
