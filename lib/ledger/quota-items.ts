import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** The small items of the quota. Each change is one update, conditional if its caller gives a condition. */
export interface QuotaItems {
  /** One update; false if its condition does not hold. */
  update(
    id: string,
    expression: string,
    values?: Readonly<Record<string, string | number | undefined>>,
    condition?: string,
  ): Promise<boolean>;
  /** Adds a text to a set of texts and returns the size of the set. */
  addToSet(id: string, field: string, value: string): Promise<number>;
  /** Sets an entry of a map, and removes the entries named in `past`, except this one. */
  setEntry(id: string, field: string, name: string, value: number, past: readonly string[]): Promise<void>;
  /** Removes an entry of an existing map. */
  removeEntry(id: string, field: string, name: string): Promise<void>;
  /**
   * The text in a field. The client repeats an update whose answer was lost, and DynamoDB refuses the repeat; the text
   * then shows whether the first update took effect.
   */
  text(id: string, field: string): Promise<string | undefined>;
}

type Update = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;

/** The items in the ledger's table. Errors of the client pass through. */
export const createQuotaItems = (client: DynamoDBClient, tableName: string): QuotaItems => {
  const send = (id: string, input: Update) =>
    client.send(new UpdateItemCommand({ TableName: tableName, Key: { id: { S: id } }, ...input }));

  return {
    async update(id, UpdateExpression, values, ConditionExpression) {
      try {
        await send(id, {
          UpdateExpression,
          ConditionExpression,
          ...(values && { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }),
        });
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async addToSet(id, field, value) {
      const { Attributes } = await send(id, {
        UpdateExpression: 'ADD #field :value',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':value': { SS: [value] } },
        ReturnValues: 'UPDATED_NEW',
      });
      return Attributes?.[field]?.SS?.length ?? 0;
    },
    async setEntry(id, field, name, value, past) {
      await send(id, {
        UpdateExpression: 'SET #field = if_not_exists(#field, :none)',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: marshall({ ':none': {} }),
      });
      const others = past.filter((old) => old !== name); // one update cannot set an entry and remove it
      const names = Object.fromEntries(others.map((old, index) => [`#past${index}`, old]));
      const removed = Object.keys(names).map((placeholder) => `#field.${placeholder}`);
      await send(id, {
        UpdateExpression: `SET #field.#name = :value${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
        ExpressionAttributeNames: { '#field': field, '#name': name, ...names },
        ExpressionAttributeValues: marshall({ ':value': value }),
      });
    },
    async removeEntry(id, field, name) {
      await send(id, {
        UpdateExpression: 'REMOVE #field.#name',
        ExpressionAttributeNames: { '#field': field, '#name': name },
      });
    },
    async text(id, field) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
      );
      return Item?.[field]?.S;
    },
  };
};
