/*
 * JSON may have a key twice in one object, and JSON.parse keeps the last value. If a template inserts names without
 * escaping them, a name such as `a","testId":"999","x":"` adds the second key. Such a body names two tests, and nothing
 * says which one is meant.
 */

/**
 * Keys that identify the test, the alert, the account group or the transition, and the keys of the objects that hold
 * them.
 */
const IDENTIFYING: ReadonlySet<string> = new Set(
  (
    'id testId test_id alertId alert_id aid accountId ruleAid eventType type testType alert_type test_type ' +
    'event alert test rule account apiLinks rel href permalink'
  ).split(' '),
);

/**
 * A string, a punctuation mark, or a literal such as `12`. The alternatives cannot overlap, so no input makes matching
 * slow.
 */
const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** An object or a list whose end is not read yet. */
interface Level {
  /** The text of each identifying key's value; absent for a list. */
  readonly values?: Map<string, string>;
  /** The key whose value is being read; `from` is where the value begins. */
  key?: string | undefined;
  from: number;
}

/**
 * Whether an object in this JSON has an identifying key twice, with two different values.
 *
 * @param text valid JSON
 */
export const contradicts = (text: string): boolean => {
  const levels: Level[] = [];
  let lastString = '';
  /** Ends the current value; false if its key has another value already. */
  const endsWell = (level: Level | undefined, at: number): boolean => {
    const { values, key, from } = level ?? { from: at };
    if (level) level.key = undefined;
    if (values === undefined || key === undefined || !IDENTIFYING.has(key)) return true;
    const value = text.slice(from, at).trim();
    const before = values.get(key) ?? value;
    values.set(key, value);
    return before === value;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token.startsWith('"')) lastString = token;
    else if (token === '{') levels.push({ values: new Map(), from: index });
    else if (token === '[') levels.push({ from: index });
    else if (token === ':' && level) Object.assign(level, { key: keyOf(lastString), from: index + 1 });
    else if (token === ',' || token === '}' || token === ']') {
      if (!endsWell(level, index)) return true;
      if (token !== ',') levels.pop();
    }
  }
  return false;
};

/** A key may be written with escapes, such as `"\u0074estId"`. */
const keyOf = (token: string): string => (token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1));
