import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';

/* Makes only the calls of the worker for one snapshot, in the worker's order. Node's fetch makes the POST. */

const { TABLE_NAME = '', TOPIC_ARN, THOUSANDEYES_SECRET_ID, THOUSANDEYES_API_URL } = process.env;
const dynamo = new DynamoDBClient({});
const secretsManager = new SecretsManagerClient({});
const sns = new SNSClient({});
export const sqs = new SQSClient({}); // unused here, but the worker loads this client for its wakes

const HOUR_MS = 3_600_000;
const put = () => new PutItemCommand({ TableName: TABLE_NAME, Item: { id: { S: 'bare' }, at: { N: '1' } } });
const stamp = () =>
  new UpdateItemCommand({
    TableName: TABLE_NAME,
    Key: { id: { S: 'slot#0' } },
    UpdateExpression: 'SET releaseAt = :at',
    ExpressionAttributeValues: { ':at': { N: '1' } },
  });

export const handler = async (): Promise<void> => {
  const keys = ['gate', 'lookups', 'slot#0', 'slot#1', 'slot#2', 'slot#3', 'slot#4'].map((id) => ({ id: { S: id } }));
  await Promise.all([
    dynamo.send(
      new QueryCommand({
        TableName: TABLE_NAME,
        IndexName: 'open',
        KeyConditionExpression: '#key = :value',
        ExpressionAttributeNames: { '#key': 'open' },
        ExpressionAttributeValues: { ':value': { S: 'open' } },
      }),
    ),
    dynamo.send(new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys: keys, ConsistentRead: true } } })),
  ]);
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: THOUSANDEYES_SECRET_ID }));
  await dynamo.send(stamp());
  await dynamo.send(put());
  const endMs = Math.floor(Date.now() / 1000) * 1000;
  const answer = await fetch(`${THOUSANDEYES_API_URL}/tests/1/snapshot`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SecretString}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      displayName: 'bare',
      startDate: new Date(endMs - 2 * HOUR_MS).toISOString(),
      endDate: new Date(endMs).toISOString(),
    }),
  });
  const snapshot = await answer.text();
  await Promise.all([dynamo.send(put()), dynamo.send(stamp())]);
  await sns.send(new PublishCommand({ TopicArn: TOPIC_ARN, Message: snapshot }));
  await dynamo.send(put());
};
