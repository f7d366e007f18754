import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { refuseForeignCredentials } from './admission.ts';
import { LOCAL_AWS } from './dynamo.ts';
import { type Listening, listen } from './listen.ts';

/** The versions of a secret by stage. A rotation makes the current version the previous one. */
interface StoredSecret {
  AWSCURRENT?: Version;
  AWSPREVIOUS?: Version;
}

interface Version {
  readonly value: string;
  /** Epoch seconds, the unit of the API. */
  readonly createdAt: number;
}

export interface SecretsManager extends Listening {
  /** Does what `PutSecretValue` does: the value is current, and the last value is previous. */
  readonly put: (secretId: string, value: string) => void;
  readonly current: (secretId: string) => string | undefined;
}

/** The fields that the stand-in reads from a request of any operation. */
interface SecretRequest {
  readonly SecretId: string;
  readonly VersionStage?: keyof StoredSecret;
  readonly SecretString?: string;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * Starts a stand-in for Secrets Manager: `GetSecretValue` by version stage, and `PutSecretValue`, for the real client
 * and the AWS CLI. It requires the credentials of this run, because a secret may be the token of a real account. npm
 * has no emulator for Secrets Manager.
 */
export const startSecretsManager = async (): Promise<SecretsManager> => {
  const secrets = new Map<string, StoredSecret>();

  const put = (secretId: string, value: string): void => {
    const before = secrets.get(secretId)?.AWSCURRENT;
    const current = { value, createdAt: Date.now() / 1000 };
    secrets.set(secretId, { AWSCURRENT: current, ...(before !== undefined && { AWSPREVIOUS: before }) });
  };

  const operations: Readonly<Record<string, (request: SecretRequest) => Answer>> = {
    'secretsmanager.GetSecretValue': ({ SecretId, VersionStage = 'AWSCURRENT' }) => {
      const version = secrets.get(SecretId)?.[VersionStage];
      if (version === undefined) return { status: 400, body: NOT_FOUND };
      const { value: SecretString, createdAt: CreatedDate } = version;
      return { status: 200, body: { Name: SecretId, SecretString, CreatedDate, VersionStages: [VersionStage] } };
    },
    'secretsmanager.PutSecretValue': ({ SecretId, SecretString }) => {
      if (!secrets.has(SecretId)) return { status: 400, body: NOT_FOUND };
      if (!SecretString) return { status: 400, body: { __type: 'InvalidParameterException' } };
      put(SecretId, SecretString);
      return { status: 200, body: { Name: SecretId, VersionStages: ['AWSCURRENT'] } };
    },
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const operation = operations[String(request.headers['x-amz-target'])];
    if (operation === undefined) return { status: 400, body: { __type: 'UnknownOperationException' } };
    return operation(JSON.parse(await text(request)));
  };

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  refuseForeignCredentials(server, LOCAL_AWS.credentials.accessKeyId);
  const { url, stop } = await listen(server);
  return { url, stop, put, current: (secretId) => secrets.get(secretId)?.AWSCURRENT?.value };
};

const NOT_FOUND = { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." };
