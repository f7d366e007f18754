import { type DynamoDBClient, GetItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { writeUnitsOf } from './write-units.ts';

/** Write units by table and index. */
type Units = Readonly<Record<string, number>>;

export interface CountedWrites {
  /** The cost of all writes of an item, by the item's id. */
  readonly units: Record<string, Units>;
  /**
   * The cost in the table as DynamoDB's emulator reports it: an independent implementation of the rule for an item's
   * size.
   */
  readonly told: Record<string, number>;
}

type Write = Pick<PutItemCommandInput, 'TableName' | 'Item' | 'ReturnConsumedCapacity'> & {
  Key?: PutItemCommandInput['Item'];
};

const WRITES: ReadonlySet<unknown> = new Set(['PutItemCommand', 'UpdateItemCommand']);

/**
 * Counts each write through `client` from the stored item before and after it. The writes run one after the other, so
 * that none comes in between. A refused write is not counted, although AWS bills it.
 */
export const countWrites = (client: DynamoDBClient): CountedWrites => {
  const counted: CountedWrites = { units: {}, told: {} };
  let last: Promise<unknown> = Promise.resolve();

  const stored = async ({ TableName, Item, Key = { id: Item?.['id'] ?? { S: '' } } }: Write) => {
    const { Item: item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    return item && unmarshall(item);
  };

  client.middlewareStack.add(
    (send, { commandName }) =>
      async (args) => {
        if (!WRITES.has(commandName)) return send(args);
        const write = args.input as Write;
        write.ReturnConsumedCapacity = 'TOTAL';
        const done = last.then(async () => {
          const before = await stored(write);
          const answer = await send(args);
          const after = (await stored(write)) ?? {};
          const id = String(after['id']);
          for (const [name, more] of Object.entries(writeUnitsOf(before, after))) {
            counted.units[id] = { ...counted.units[id], [name]: (counted.units[id]?.[name] ?? 0) + more };
          }
          const { ConsumedCapacity } = answer.output as { readonly ConsumedCapacity?: { CapacityUnits?: number } };
          counted.told[id] = (counted.told[id] ?? 0) + (ConsumedCapacity?.CapacityUnits ?? 0);
          return answer;
        });
        last = done.catch(() => undefined);
        return done;
      },
    { step: 'initialize' },
  );
  return counted;
};
