import * as fc from 'fast-check';

/* Ways in which an alert may be damaged: fields that are missing, of another type or repeated; then single bytes. */

/** The test of every mutated body, and the values that mutations insert. */
export const TEST_ID = '3417721';
const OTHER_ID = '999999';

const RETYPED: readonly unknown[] = [null, true, 7, 1.5, -1, '', 'x', [], {}, ['7'], { a: { b: 7 } }, 'x'.repeat(3000)];
const SECOND: readonly unknown[] = [
  ...RETYPED,
  OTHER_ID,
  Number(OTHER_ID),
  { id: OTHER_ID },
  { test: { id: OTHER_ID } },
  { testId: OTHER_ID },
  [{ rel: 'related', href: `https://api.thousandeyes.com/v7/tests/${OTHER_ID}` }],
  `https://api.thousandeyes.com/v7/tests/${OTHER_ID}`,
];

interface Field {
  readonly index: number;
  /** Whether to pick among the places that hold the test's id, because a change does most harm there. */
  readonly hasId: boolean;
}

type FieldChange =
  | { readonly kind: 'drop'; readonly field: Field }
  | { readonly kind: 'retype'; readonly field: Field; readonly value: unknown }
  | { readonly kind: 'double'; readonly field: Field; readonly value: unknown; readonly isFirst: boolean };

const field = fc.record({ index: fc.nat(), hasId: fc.boolean() });
const fieldChange: fc.Arbitrary<FieldChange> = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), field }),
  fc.record({ kind: fc.constant('retype' as const), field, value: fc.constantFrom(...RETYPED) }),
  fc.record({
    kind: fc.constant('double' as const),
    field,
    value: fc.constantFrom(...SECOND),
    isFirst: fc.boolean(),
  }),
);

/** The characters of JSON syntax do more harm than others. */
const MARKS = ['{', '}', '[', ']', '"', ':', ',', '\\', ' ', '0', '1', '9', 'e', '.', '-'];

interface ByteChange {
  readonly kind: 'flip' | 'cut' | 'insert';
  readonly at: number;
  readonly bytes: Uint8Array;
}

const byteChange: fc.Arbitrary<ByteChange> = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'insert'),
  at: fc.nat(),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 3 }),
    fc.uint8Array({ minLength: 1, maxLength: 120 }),
    fc.string({ unit: fc.constantFrom(...MARKS), minLength: 1, maxLength: 3 }).map((it) => Buffer.from(it)),
  ),
});

export interface Mutation {
  readonly fields: readonly FieldChange[];
  readonly bytes: readonly ByteChange[];
}

export const mutations: fc.Arbitrary<Mutation> = fc.record({
  fields: fc.array(fieldChange, { maxLength: 3 }),
  bytes: fc.array(byteChange, { maxLength: 4 }),
});

/**
 * The text after the mutation. The bytes of the test's id never change. No byte changes beside another id, either: if
 * the key of the test's id were damaged, the body would name only the other test.
 */
export const mutated = (text: string, { fields, bytes }: Mutation): Buffer => {
  const changed = fields.length > 0 ? changeFields(text, fields) : text;
  return changed.includes(OTHER_ID) ? Buffer.from(changed) : bytes.reduce(changeBytes, Buffer.from(changed));
};

const changeBytes = (text: Buffer, { kind, at, bytes }: ByteChange): Buffer => {
  const start = at % (text.length + 1);
  const end = kind === 'insert' ? start : Math.min(start + bytes.length, text.length);
  if (touchesId(text, start, end)) return text;
  return Buffer.concat([text.subarray(0, start), kind === 'cut' ? Buffer.alloc(0) : bytes, text.subarray(end)]);
};

/** The characters on both sides belong to the id, because a digit beside it makes another id. */
const touchesId = (text: Buffer, start: number, end: number): boolean => {
  for (let at = text.indexOf(TEST_ID); at >= 0; at = text.indexOf(TEST_ID, at + 1)) {
    if (start <= at + TEST_ID.length && end >= at) return true;
  }
  return false;
};

const changeFields = (text: string, changes: readonly FieldChange[]): string => {
  const body: unknown = JSON.parse(text);
  const paths = pathsOf(body, '');
  const withId = pathsOf(body, '', TEST_ID);
  const pathOf = ({ index, hasId }: Field) => (hasId ? withId[index % withId.length] : paths[index % paths.length]);
  const changeAt = new Map(changes.map((change) => [pathOf(change.field), change]));
  return write(body, '', (path) => changeAt.get(path));
};

const pathsOf = (value: unknown, path: string, having = ''): string[] =>
  entriesOf(value).flatMap(([key, inner]) =>
    JSON.stringify(inner).includes(having) ? [`${path}/${key}`, ...pathsOf(inner, `${path}/${key}`, having)] : [],
  );

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const write = (value: unknown, path: string, changeOf: (path: string) => FieldChange | undefined): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const fields = entriesOf(value).flatMap(([key, inner]) => {
    const change = changeOf(`${path}/${key}`);
    const written = (text: string) => (isList ? text : `${JSON.stringify(key)}:${text}`);
    const first = written(write(inner, `${path}/${key}`, changeOf));
    if (change === undefined || isList) return change?.kind === 'drop' ? [] : [first];
    if (change.kind === 'drop') return path === '' && JSON.stringify(inner).includes(TEST_ID) ? [first] : [];
    const second = written(JSON.stringify(change.value));
    if (change.kind === 'retype') return [JSON.stringify(inner).includes(TEST_ID) ? first : second];
    return change.isFirst ? [second, first] : [first, second];
  });
  return isList ? `[${fields.join()}]` : `{${fields.join()}}`;
};
