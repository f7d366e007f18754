import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from './listen.ts';

/** A secret's versions by stage; a rotation moves the current one to previous. */
interface StoredSecret {
  AWSCURRENT?: string;
  AWSPREVIOUS?: string;
}

export interface SecretsManager extends Listening {
  /** As `PutSecretValue` does: the value is current, the one before it previous. */
  readonly put: (secretId: string, value: string) => void;
  readonly current: (secretId: string) => string | undefined;
}

/** A stand-in for Secrets Manager: `GetSecretValue` by version stage, as the real client asks for it. No emulator of it is on npm. */
export const startSecretsManager = async (): Promise<SecretsManager> => {
  const secrets = new Map<string, StoredSecret>();

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: object }> => {
    if (request.headers['x-amz-target'] !== 'secretsmanager.GetSecretValue') {
      return { status: 400, body: { __type: 'UnknownOperationException' } };
    }
    const { SecretId, VersionStage = 'AWSCURRENT' } = JSON.parse(await text(request)) as {
      SecretId: string;
      VersionStage?: keyof StoredSecret;
    };
    const value = secrets.get(SecretId)?.[VersionStage];
    return value === undefined
      ? { status: 400, body: { __type: 'ResourceNotFoundException', message: "Secrets Manager can't find the value." } }
      : { status: 200, body: { Name: SecretId, SecretString: value, VersionStages: [VersionStage] } };
  };

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const { url, stop } = await listen(server);

  return {
    url,
    stop,
    current: (secretId) => secrets.get(secretId)?.AWSCURRENT,
    put(secretId, value) {
      const before = secrets.get(secretId)?.AWSCURRENT;
      secrets.set(secretId, { AWSCURRENT: value, ...(before !== undefined && { AWSPREVIOUS: before }) });
    },
  };
};
