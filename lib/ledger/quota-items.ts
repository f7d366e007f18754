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
    values: Readonly<Record<string, string | number | undefined>>,
    condition?: string,
  ): Promise<boolean>;
  /** The text in a field. The client repeats an update whose answer was lost, which is refused then: this tells whose it was. */
  text(id: string, field: string): Promise<string | undefined>;
}

/** The items in the ledger's table. Errors of the client pass through. */
export const createQuotaItems = (client: DynamoDBClient, tableName: string): QuotaItems => ({
  async update(id, UpdateExpression, values, ConditionExpression) {
    const ExpressionAttributeValues = marshall(values, { removeUndefinedValues: true });
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { id: { S: id } },
          UpdateExpression,
          ExpressionAttributeValues,
          ConditionExpression,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
  async text(id, field) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item?.[field]?.S;
  },
});
