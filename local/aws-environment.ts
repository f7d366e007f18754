import { LOCAL_AWS } from './dynamo.ts';

/** The environment variables that lead the SDK to the emulators, without any of the user's own AWS settings. */
export const awsEnvironment = ({
  dynamo,
  messaging,
  secrets,
}: Readonly<Record<'dynamo' | 'messaging' | 'secrets', string>>) => ({
  AWS_REGION: LOCAL_AWS.region,
  AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_AWS.credentials.secretAccessKey,
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_ENDPOINT_URL_DYNAMODB: dynamo,
  AWS_ENDPOINT_URL_SQS: messaging,
  AWS_ENDPOINT_URL_SNS: messaging,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets,
});
