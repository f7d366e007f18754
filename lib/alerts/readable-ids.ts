/*
 * What can still be read of a body that was quarantined: broken JSON, an unknown shape, one that names two tests. A person looks at
 * it before anything is captured, so that every value that may be meant is found, and none is chosen.
 */

/** The ids that a body names, each once, in their order: decimal digits. */
export interface ReadableIds {
  readonly testIds: readonly string[];
  readonly aids: readonly string[];
}

/** Longer than any alert's ids and links; what stands behind it is the list of agents. */
const MAX_CHARACTERS = 262_144;

/** The parts are apart, so that no text makes it slow. */
const ID = String.raw`\s*:\s*(?:"\s*)?([1-9]\d{0,18})(?!\d)`;
/** Every place in which a payload family names a test, and links to one. */
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
