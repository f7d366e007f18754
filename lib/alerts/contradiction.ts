/*
 * JSON may have a key twice in one object, and JSON.parse takes the last one. In a body whose template puts names in unescaped,
 * the second one may come from a name: `a","testId":"999","x":"`. Such a body names two tests, and nobody knows which is meant.
 */

/** Keys that say which test, alert or account group is meant, or whether it is a clear, and those that such a key is found in. */
const IDENTIFYING: ReadonlySet<string> = new Set(
  (
    'id testId test_id alertId alert_id aid accountId ruleAid eventType type testType alert_type test_type ' +
    'event alert test rule account apiLinks rel href permalink'
  ).split(' '),
);

/** A string, a mark, or what is between two marks. The string's parts are apart, so that no text makes it slow. */
const TOKEN = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/** An object or a list that is open at a place of the text. */
interface Level {
  /** The text of each identifying key's value; absent in a list. */
  readonly values?: Map<string, string>;
  /** The key whose value is read, and where that value begins. */
  key?: string | undefined;
  from: number;
}

/** Whether an object of this JSON has an identifying key twice, with two values. The text has to be valid JSON. */
export const contradicts = (text: string): boolean => {
  const levels: Level[] = [];
  let lastString = '';
  /** Ends the value that is read, if there is one; false if the object said something else before. */
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

/** A key may be written with escapes: `"\u0074estId"`. */
const keyOf = (token: string): string => (token.includes('\\') ? String(JSON.parse(token)) : token.slice(1, -1));
