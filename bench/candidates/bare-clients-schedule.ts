import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/* Makes only the AWS calls of the schedule function, for one test. */

const dynamo = new DynamoDBClient({});
const sqs = new SQSClient({});

export const handler = async (event: object): Promise<void> => {
  const id = crypto.randomUUID();
  await dynamo.send(
    new PutItemCommand({
      TableName: process.env['TABLE_NAME'],
      Item: { id: { S: id }, body: { S: JSON.stringify(event) } },
      ConditionExpression: 'attribute_not_exists(id)',
    }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env['QUEUE_URL'], MessageBody: id }));
};
