import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { newCapture } from '../lib/captures/capture.ts';
import { createLedger } from '../lib/ledger/ledger.ts';
import { windowEndingAt } from '../lib/captures/window.ts';
import { LOCAL_AWS } from '../local/dynamo.ts';

const TableName = 'captures';

/** Prepares the table between measurements: empties it, which frees all slots, and adds captures. */
export const createUpkeep = (directDynamo: string, { AWS_ACCESS_KEY_ID = '' }: NodeJS.ProcessEnv) => {
  const credentials = { ...LOCAL_AWS.credentials, accessKeyId: AWS_ACCESS_KEY_ID }; // the emulators accept only this key
  const client = new DynamoDBClient({ ...LOCAL_AWS, credentials, endpoint: directDynamo });
  const ledger = createLedger({ client, tableName: TableName, retentionDays: 40 });
  let captures = 0;
  return {
    /** Deletes all items. */
    async clear(): Promise<void> {
      for (;;) {
        const { Items = [] } = await client.send(new ScanCommand({ TableName, ProjectionExpression: 'id' }));
        if (Items.length === 0) return;
        for (let from = 0; from < Items.length; from += 25) {
          const requests = Items.slice(from, from + 25).map((Key) => ({ DeleteRequest: { Key } }));
          await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
        }
      }
    },
    /** Adds a pending capture of a new test to the ledger, and returns its id. */
    async addCapture(): Promise<string> {
      captures += 1;
      const id = captures.toString(16).padStart(32, '0');
      const receivedAt = Date.now();
      await ledger.add(
        newCapture({
          id,
          reason: 'alert',
          receivedAt,
          severity: 'critical',
          testId: String(captures),
          aid: '74411',
          ...windowEndingAt(receivedAt, 2),
        }),
      );
      return id;
    },
  };
};
