/*
 * connect writes a rule back whole, with fields that this code does not know. JSON.parse would change a number such as
 * 12345678901234567890 on the way. A number that JavaScript cannot represent exactly therefore keeps its original text.
 */

/** A JSON object with unknown fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Part of ECMAScript 2026. Node 24 has it, but TypeScript's types do not yet. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const json = JSON as unknown as JsonWithSource;

/** Parses as JSON.parse does, but a number that would change when written becomes a raw text for JSON.stringify. */
export const parseExactly = (text: string): unknown =>
  json.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
