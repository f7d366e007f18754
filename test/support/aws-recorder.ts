import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../local/listen.ts';

/** A received call, such as `DynamoDB.PutItem`, with its input, for every protocol; `GET /ping` for a request that is no call. */
export interface RecordedCall {
  readonly name: string;
  readonly input: any;
}

/**
 * Answers a call; undefined for the recorder's own answer. `silence` never answers. `hang_up` ends the connection, as a
 * server does with one that was idle for too long.
 */
type Answer = (
  call: RecordedCall,
) => { readonly status?: number; readonly body: object } | 'silence' | 'hang_up' | undefined;

/**
 * An endpoint for every AWS service that the project calls. It records which table, queue, topic and secret a call
 * names, because an emulator with one of each cannot distinguish them. A secret's value is the name of its version.
 */
export const startAwsRecorder = async () => {
  const calls: RecordedCall[] = [];
  const world: { answer: Answer } = { answer: () => undefined };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url: path, headers } = request;
      const call =
        method === 'POST' ? readCall(headers['x-amz-target'], body) : { name: `${method} ${path}`, input: {} };
      calls.push(call);
      const answer = world.answer(call) ?? { body: ownAnswer(call) };
      if (answer === 'hang_up') request.socket.destroy();
      else if (answer !== 'silence') send(response, call, answer.status ?? 200, answer.body);
    });
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const { url, stop } = await listen(server);
  return {
    url,
    stop,
    world,
    calls,
    /** Connections so far. */
    connections: () => connections,
    /** The inputs of all calls of this name. */
    inputsOf: (name: string) => calls.filter((call) => call.name === name).map(({ input }) => input),
  };
};

const readCall = (target: string | string[] | undefined, body: string): RecordedCall => {
  if (target === undefined) {
    const input = Object.fromEntries(new URLSearchParams(body));
    return { name: `SNS.${input['Action']}`, input };
  }
  const name = String(target)
    .replaceAll(/^Amazon|_\d+/g, '')
    .replace('secretsmanager', 'SecretsManager');
  return { name, input: JSON.parse(body) };
};

const ownAnswer = ({ name, input }: RecordedCall): object => {
  if (name === 'SecretsManager.GetSecretValue')
    return { SecretString: input.VersionStage, CreatedDate: Date.now() / 1000 };
  // The client compares the digest with the text that it sent.
  if (name === 'SQS.SendMessage')
    return { MD5OfMessageBody: createHash('md5').update(input.MessageBody).digest('hex') };
  return {};
};

const send = (response: ServerResponse, { name }: RecordedCall, status: number, body: object): void => {
  const isXml = name.startsWith('SNS.');
  const headers = { 'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.0' };
  const refused = '<ErrorResponse><Error><Code>NotFound</Code></Error></ErrorResponse>';
  const xml = status < 300 ? '<PublishResponse><PublishResult/></PublishResponse>' : refused;
  response.writeHead(status, headers).end(isXml ? xml : JSON.stringify(body));
};
