import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Capture } from '../captures/capture.ts';
import { fromItem, toItem } from './items.ts';
import { payloadItems } from './payload-items.ts';

/** The durable record of captures. Every write of a capture is one conditional put of one item. */
export interface Ledger {
  /**
   * Writes a new capture; false if its id is there already.
   *
   * @param payload the body of a quarantined webhook, kept in items of its own
   */
  add(capture: Capture, payload?: string): Promise<boolean>;
  /** Writes the next version; false if another writer was first. A stored capture changes in no other way. */
  save(next: Capture): Promise<boolean>;
  /** Reads the stored version, consistently. */
  get(id: string): Promise<Capture | undefined>;
}

export interface LedgerOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Days after a capture's end at which DynamoDB deletes it. */
  readonly retentionDays: number;
}

/** The ledger in DynamoDB. Errors of the client pass through, because the caller decides what a failed write means. */
export const createLedger = ({ client, tableName, retentionDays }: LedgerOptions): Ledger => {
  const get = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  };

  const put = async (capture: Capture, condition: string, values?: Record<string, unknown>): Promise<boolean> => {
    const nonce = randomUUID();
    try {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: marshall(toItem(capture, nonce, retentionDays), { removeUndefinedValues: true }),
          ConditionExpression: condition,
          ...(values && {
            ExpressionAttributeValues: marshall(values),
            ExpressionAttributeNames: { '#version': 'version' },
          }),
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // The client repeats a write whose answer was lost. If the first one took effect, the repeat fails here on its
      // own item.
      return (await get(capture.id))?.['nonce'] === nonce;
    }
  };

  return {
    add: async (capture, payload) => {
      // The body is written first: a crash in between leaves a body without a notice, never a notice without its body.
      if (payload !== undefined) {
        if (await get(capture.id)) return false; // a body costs many write units, so a repeated one is not written
        for (const item of payloadItems(capture, payload, retentionDays)) {
          await client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) }));
        }
      }
      return put(capture, 'attribute_not_exists(id)');
    },
    save: (next) => put(next, '#version = :before', { ':before': next.version - 1 }),
    get: async (id) => {
      const item = await get(id);
      return item && fromItem(item);
    },
  };
};
