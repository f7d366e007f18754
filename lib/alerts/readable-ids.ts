/*
 * Finds ids in a quarantined body: broken JSON, an unknown shape, or a body that names two tests. A person checks the ids
 * before a capture, so all possible values are found, and none is chosen.
 */

/** The ids in a body, each once, in the order of the body: decimal digits. */
export interface ReadableIds {
  readonly testIds: readonly string[];
  readonly aids: readonly string[];
}

/** The part of a body that is searched, in characters. An alert's ids and links come before its list of agents. */
const MAX_CHARACTERS = 262_144;

/** The parts cannot match the same characters, so no text makes the search slow. */
const ID = String.raw`\s*:\s*(?:"\s*)?([1-9]\d{0,18})(?!\d)`;
/** Every place in which a payload family names a test or links to a test. */
const TEST = new RegExp(
  String.raw`"(?:testId|test_id)"${ID}|"test"\s*:\s*\{[^{}]*?"(?:id|testId)"${ID}|[?&]testId=([1-9]\d{0,18})(?!\d)|\/tests\/(?:[a-z-]+\/)?([1-9]\d{0,18})(?!\d)`,
  'g',
);
const ACCOUNT_GROUP = new RegExp(
  String.raw`"(?:aid|ruleAid|accountId)"${ID}|"account"\s*:\s*\{[^{}]*?"id"${ID}|[?&](?:__a|aid)=([1-9]\d{0,18})(?!\d)`,
  'g',
);

/** Reads the ids of a body's text, whatever its shape. Never throws. */
export const readableIdsIn = (body: string): ReadableIds => {
  // JSON may escape quotes (JSON within JSON) and slashes.
  const text = body.slice(0, MAX_CHARACTERS).replaceAll(/\\(["/])/g, '$1');
  const all = (pattern: RegExp): string[] => [
    ...new Set([...text.matchAll(pattern)].flatMap(([, ...ids]) => ids.filter((id) => id !== undefined))),
  ];
  return { testIds: all(TEST), aids: all(ACCOUNT_GROUP) };
};
