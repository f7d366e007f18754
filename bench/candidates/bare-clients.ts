import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/* Makes only the AWS calls of the webhook and of `POST /captures`, without parsing, checks and logs. */

const dynamo = new DynamoDBClient({});
const sqs = new SQSClient({});
const secretsManager = new SecretsManagerClient({});

export const handler = async ({ body }: { readonly body: string }): Promise<object> => {
  await secretsManager.send(new GetSecretValueCommand({ SecretId: process.env['WEBHOOK_SECRET_ID'] }));
  const id = crypto.randomUUID();
  await dynamo.send(
    new PutItemCommand({
      TableName: process.env['TABLE_NAME'],
      Item: { id: { S: id }, body: { S: body } },
      ConditionExpression: 'attribute_not_exists(id)',
    }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env['QUEUE_URL'], MessageBody: id }));
  return { statusCode: 200 };
};
