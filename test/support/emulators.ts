import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { LOCAL_AWS, startDynamo } from '../../local/dynamo.ts';
import { startMessaging } from '../../local/messaging.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';

/** The emulators, with real AWS clients connected to them. */
export const startEmulators = async () => {
  const { table, queues } = readDeployment();
  const [dynamo, messaging, secrets] = await Promise.all([
    startDynamo('captures', table),
    startMessaging(queues),
    startSecretsManager(),
  ]);
  return {
    dynamo: new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynamo.url }),
    sqs: messaging.client,
    sns: new SNSClient({ ...LOCAL_AWS, endpoint: messaging.url }),
    secretsManager: new SecretsManagerClient({ ...LOCAL_AWS, endpoint: secrets.url }),
    messaging,
    secrets,
    urls: { dynamo: dynamo.url, messaging: messaging.url, secrets: secrets.url },
    tableName: 'captures',
    stop: () => Promise.all([dynamo.stop(), messaging.stop(), secrets.stop()]),
  };
};
