/*
 * A rule is written back whole, with fields that nobody here knows. JSON.parse would turn 12345678901234567890 into
 * another number on the way; what cannot be carried exactly is carried as the text that it was.
 */

/** An object of JSON whose fields nobody here knows. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** ECMAScript 2026, in Node 24 already; TypeScript does not know it yet. */
interface JsonWithSource {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const json = JSON as unknown as JsonWithSource;

/** As JSON.parse; numbers that would not be written as they were read are kept as text, for JSON.stringify alone. */
export const parseExactly = (text: string): unknown =>
  json.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
