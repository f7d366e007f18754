import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '../../local/listen.ts';

/** A call of a runtime to Lambda: it waits for an event, reports a result, or could not start. */
export type RuntimeCall =
  | { readonly call: 'next' }
  | { readonly call: 'response' | 'error'; readonly requestId: string; readonly body: unknown }
  | { readonly call: 'init/error'; readonly body: unknown };

export interface RuntimeApi extends Listening {
  /** Gives the runtime its next event. `deadlineMs` is epoch milliseconds. */
  readonly offer: (requestId: string, event: unknown, deadlineMs: number) => void;
}

const VERSION = '/2018-06-01/runtime';
const ANSWER = new RegExp(`^${VERSION}/invocation/([^/]+)/(response|error)$`);

/** Starts Lambda's runtime API for one execution environment, without streaming and extensions. */
export const startRuntimeApi = async (
  functionArn: string,
  onCall: (call: RuntimeCall) => void,
): Promise<RuntimeApi> => {
  const events: { readonly body: string; readonly headers: Record<string, string> }[] = [];
  let waiting: ServerResponse | undefined;

  const hand = () => {
    if (waiting === undefined) return;
    const event = events.shift();
    if (event === undefined) return;
    waiting.writeHead(200, event.headers).end(event.body);
    waiting = undefined;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === `${VERSION}/invocation/next`) {
      waiting = response;
      onCall({ call: 'next' });
      hand();
      return;
    }
    const body: unknown = JSON.parse((await text(request)) || 'null');
    const [, requestId, call] = ANSWER.exec(request.url ?? '') ?? [];
    if (requestId !== undefined && (call === 'response' || call === 'error')) onCall({ call, requestId, body });
    else if (request.url === `${VERSION}/init/error`) onCall({ call: 'init/error', body });
    else throw new Error(`the runtime API has no ${request.url}`);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.writeHead(400).end(String(error)));
  });

  return {
    ...(await listen(server)),
    offer(requestId, event, deadlineMs) {
      const headers = {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': requestId,
        'lambda-runtime-deadline-ms': String(deadlineMs),
        'lambda-runtime-invoked-function-arn': functionArn,
        'lambda-runtime-trace-id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${'0'.repeat(24)};Sampled=0`,
      };
      events.push({ body: JSON.stringify(event), headers });
      hand();
    },
  };
};
