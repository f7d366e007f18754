import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

/** The small items of the quota, changed one condition at a time. */
export interface QuotaItems {
  /** One conditional update; false where its condition does not hold. */
  update(
    id: string,
    expression: string,
    values?: Readonly<Record<string, string | number | undefined>>,
    condition?: string,
  ): Promise<boolean>;
  /** Adds a text to a set of texts; how many it has then. */
  addToSet(id: string, field: string, value: string): Promise<number>;
  /** Sets an entry of a map, and removes those with the names in `past`. */
  setEntry(id: string, field: string, name: string, value: number, past: readonly string[]): Promise<void>;
  /** Removes an entry of a map that is there. */
  removeEntry(id: string, field: string, name: string): Promise<void>;
  /** The text in a field. The client repeats an update whose answer was lost, which is refused then: this tells whose it was. */
  text(id: string, field: string): Promise<string | undefined>;
}

/** The items in the ledger's table. Errors of the client pass through. */
export const createQuotaItems = (client: DynamoDBClient, tableName: string): QuotaItems => ({
  async update(id, UpdateExpression, values, ConditionExpression) {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { id: { S: id } },
          UpdateExpression,
          ConditionExpression,
          ...(values && { ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }) }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
  async addToSet(id, field, value) {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { id: { S: id } },
        UpdateExpression: 'ADD #field :value',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':value': { SS: [value] } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Attributes?.[field]?.SS?.length ?? 0;
  },
  async setEntry(id, field, name, value, past) {
    const Key = { id: { S: id } };
    const send = (UpdateExpression: string, names: Record<string, string>, values: Record<string, unknown>) =>
      client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key,
          UpdateExpression,
          ExpressionAttributeNames: { '#field': field, ...names },
          ExpressionAttributeValues: marshall(values),
        }),
      );
    await send('SET #field = if_not_exists(#field, :none)', {}, { ':none': {} });
    const names = Object.fromEntries(past.map((old, index) => [`#past${index}`, old]));
    const removed = Object.keys(names).map((placeholder) => `#field.${placeholder}`);
    await send(
      `SET #field.#name = :value${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
      { '#name': name, ...names },
      { ':value': value },
    );
  },
  async removeEntry(id, field, name) {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { id: { S: id } },
        UpdateExpression: 'REMOVE #field.#name',
        ExpressionAttributeNames: { '#field': field, '#name': name },
      }),
    );
  },
  async text(id, field) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item?.[field]?.S;
  },
});
