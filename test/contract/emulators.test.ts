import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { startEmulators } from '../support/emulators.ts';
import { emulatedTopic } from './emulated-topic.ts';
import { startEmulatedQueue } from './emulated-queue.ts';
import { ledgerContract } from './ledger-contract.ts';
import { queueContract } from './queue-contract.ts';
import { slotsContract } from './slots-contract.ts';
import { startStandInUpstream } from './stand-in-upstream.ts';
import { topicContract } from './topic-contract.ts';
import { upstreamContract } from './upstream-contract.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());

ledgerContract(
  'ledger in DynamoDB',
  () => ({
    ...createLedger({ client: emulators.dynamo, tableName: emulators.tableName, retentionDays: 40 }),
    ...createLedgerQueries({ client: emulators.dynamo, tableName: emulators.tableName }),
  }),
  async () => undefined, // dynalite's indexes do not lag
);

slotsContract(
  'slots in DynamoDB',
  async () => {
    const { dynamo, tableName } = emulators;
    for (const id of ['gate', 'lookups', 'topic', 'slot#0', 'slot#1', 'slot#2', 'slot#3', 'slot#4']) {
      await dynamo.send(new DeleteItemCommand({ TableName: tableName, Key: { id: { S: id } } }));
    }
    return createSlots({ client: dynamo, tableName, limit: 5 });
  },
  (capture) =>
    createLedger({ client: emulators.dynamo, tableName: emulators.tableName, retentionDays: 40 }).add(capture),
);

queueContract('queue in SQS', (settings) => startEmulatedQueue(emulators.sqs, emulators.urls.messaging, settings));

upstreamContract('the stand-in of ThousandEyes', startStandInUpstream);

topicContract('topic in SNS', () => {
  const { sns, sqs, messaging } = emulators;
  return emulatedTopic({ sns, sqs, topicArn: messaging.topicArn, queueUrl: messaging.subscriberQueueUrl });
});
