import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CONTROLS_PATH, type Controls } from './controls.ts';
import { INVOKE_PATH, type Invocations } from './invocations.ts';
import type { Invoke } from './lambda.ts';
import { type Listening, listen } from './listen.ts';
import { payloadOf } from './payload.ts';
import type { Takes } from './throttle.ts';

/** API Gateway refuses larger bodies itself. */
const MAX_BYTES = 10 * 1024 * 1024;

const BELOW = '{proxy+}';

/** Which function a request goes to: `POST /path`, `POST /path/{proxy+}` for all below a path, or `$default` for the rest. */
interface Routes extends Readonly<Record<string, Invoke>> {
  readonly $default: Invoke;
}

export interface GatewayOptions {
  readonly port: number;
  /** Names under which a forwarding front passes requests on, beside those of this machine. */
  readonly allowedHosts?: readonly string[];
  readonly routes: Routes;
  /** The throttle; absent where every request is taken. */
  readonly takes?: Takes;
  /** What answers below `/_local/invoke/`, which no deployed API has. */
  readonly invocations: Invocations;
  /** What answers below `/local/` and is put on the board; absent where snapshots are real. */
  readonly controls?: Controls | undefined;
  readonly onError: (error: unknown) => void;
}

/** An HTTP API of API Gateway on this machine: requests become payload v2 events, results become answers. */
export const startGateway = async (options: GatewayOptions): Promise<Listening> => {
  const server = createServer((request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      options.onError(error);
      if (!response.headersSent) send(response, { statusCode: 500, body: '{"message":"Internal Server Error"}' });
    });
  });
  return listen(server, options.port, options.allowedHosts);
};

const serve = async (request: IncomingMessage, response: ServerResponse, options: GatewayOptions): Promise<void> => {
  const body = await readBody(request);
  if (body === undefined) {
    send(response, { statusCode: 413, body: '{"message":"Request Entity Too Large"}' });
    return;
  }
  const url = new URL(`http://localhost${request.url ?? '/'}`);
  send(response, await answerTo(request, url, body, options));
};

const answerTo = async (request: IncomingMessage, url: URL, body: Buffer, options: GatewayOptions) => {
  const { invocations, controls } = options;
  const path = url.pathname;
  if (path.startsWith(INVOKE_PATH)) {
    return invocations(request, path.slice(INVOKE_PATH.length), body.toString('utf8'));
  }
  if (controls && path.startsWith(CONTROLS_PATH)) {
    return controls.answer(request, path.slice(CONTROLS_PATH.length), body.toString('utf8'));
  }
  const answer = await callFunction(request, url, body, options);
  return controls ? controls.addTo(path, answer) : answer;
};

/** Undefined where it is too large; it is read to its end all the same, so that the answer arrives. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  return size > MAX_BYTES ? undefined : Buffer.concat(chunks);
};

/** Header names in lower case, repeated ones joined, cookies apart. */
const callFunction = async (request: IncomingMessage, url: URL, body: Buffer, { routes, takes }: GatewayOptions) => {
  const { method = 'GET', socket, headersDistinct } = request;
  const { cookie, ...distinct } = headersDistinct;
  const cookies = cookie?.flatMap((line) => line.split(/;\s*/));
  const routeKey = routeKeyOf(`${method} ${url.pathname}`, Object.keys(routes));
  if (takes && !takes(routeKey)) return { statusCode: 429, body: '{"message":"Too Many Requests"}' };
  const event = payloadOf({
    routeKey,
    method,
    path: url.pathname,
    headers: Object.fromEntries(Object.entries(distinct).map(([name, values]) => [name, values?.join(',')])),
    rawQuery: url.search.slice(1),
    ...(cookies && { cookies }),
    body,
    sourceIp: socket.remoteAddress ?? '127.0.0.1',
  });
  return (await routes[routeKey]?.(event)) as APIGatewayProxyStructuredResultV2;
};

/** API Gateway's order: the whole path, then all below a path, then the rest. */
const routeKeyOf = (request: string, keys: readonly string[]): string =>
  keys.find((key) => key === request) ??
  keys.find((key) => key.endsWith(BELOW) && request.startsWith(key.slice(0, -BELOW.length))) ??
  '$default';

/** API Gateway keeps this header for itself, so that no browser asks for a password. */
const RENAMED: Readonly<Record<string, string>> = { 'www-authenticate': 'x-amzn-Remapped-WWW-Authenticate' };

const send = (response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void => {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(RENAMED[name] ?? name, String(value));
  if (headers['content-type'] === undefined) response.setHeader('content-type', 'application/json');
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
};
