import { marshall } from '@aws-sdk/util-dynamodb';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';

/*
 * Write units as AWS counts them ("DynamoDB item sizes and formats" and "Provisioned throughput considerations for
 * global secondary indexes", Developer Guide, read 2026-11): one for each KB of the larger of the item before and
 * after. An index counts one for each KB of a put or deleted entry, both if a key changes, and none if its keys stay
 * the same.
 */

type Item = Readonly<Record<string, unknown>>;
type Value = Readonly<Record<string, unknown>>;

const KB = 1024;
const bytes = (text: string): number => Buffer.byteLength(text);

/**
 * The size of a value: a number takes about one byte for two digits, plus one; a list or a map takes three, plus one
 * per element.
 */
const sizeOfValue = (value: Value): number => {
  const [[type, content] = ['NULL', true]] = Object.entries(value);
  switch (type) {
    case 'S':
      return bytes(String(content));
    case 'N':
      return Math.ceil(String(content).replace(/^0+|0+$/g, '').length / 2) + 1;
    case 'M':
      return (
        3 +
        Object.entries(content as Record<string, Value>).reduce(
          (sum, [name, field]) => sum + 1 + bytes(name) + sizeOfValue(field),
          0,
        )
      );
    case 'L':
      return 3 + (content as Value[]).reduce((sum, element) => sum + 1 + sizeOfValue(element), 0);
    default:
      return 1;
  }
};

/** Bytes of a stored item. */
export const sizeOf = (item: Item): number =>
  Object.entries(marshall(item, { removeUndefinedValues: true }) as unknown as Record<string, Value>).reduce(
    (sum, [name, value]) => sum + bytes(name) + sizeOfValue(value),
    0,
  );

const units = (size: number): number => Math.max(1, Math.ceil(size / KB));

/** Write units of one write in the table and in each of its indexes, which hold only keys. */
export const writeUnitsOf = (before: Item | undefined, after: Item): Readonly<Record<string, number>> => {
  const { table } = readDeployment();
  const counted: Record<string, number> = { table: units(Math.max(before ? sizeOf(before) : 0, sizeOf(after))) };
  for (const { IndexName, KeySchema } of table.GlobalSecondaryIndexes) {
    const names = [...KeySchema.map(({ AttributeName }) => AttributeName), 'id'];
    const entryOf = (item: Item | undefined) =>
      item && names.every((name) => item[name] !== undefined)
        ? Object.fromEntries(names.map((name) => [name, item[name]]))
        : undefined;
    const [left, entered] = [entryOf(before), entryOf(after)];
    const isSame = JSON.stringify(left) === JSON.stringify(entered);
    counted[IndexName] = isSame
      ? 0
      : [left, entered].reduce((sum, entry) => sum + (entry ? units(sizeOf(entry)) : 0), 0);
  }
  return counted;
};
