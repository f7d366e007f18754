import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { CONTROLS_PATH, type Controls } from './controls.ts';
import { INVOKE_PATH, type Invocations } from './invocations.ts';
import type { Invoke } from './lambda.ts';
import { type Listening, listen } from './listen.ts';
import { payloadOf } from './payload.ts';
import type { Takes } from './throttle.ts';

/** API Gateway's limit for a body, in bytes. It refuses larger ones itself. */
const MAX_BYTES = 10 * 1024 * 1024;

const BELOW = '{proxy+}';

/**
 * The function for each route: `POST /path`, `POST /path/{proxy+}` for all paths below it, or `$default` for the rest.
 */
interface Routes extends Readonly<Record<string, Invoke>> {
  readonly $default: Invoke;
}

/** The parts that handle the gateway's requests. */
interface Backend {
  readonly routes: Routes;
  /** The throttle; without it, every request is accepted. */
  readonly takes?: Takes;
  /** Answers requests below `/_local/invoke/`, which no deployed API has. */
  readonly invocations: Invocations;
  /** Answers requests below `/local/`, and adds controls to the board; absent if snapshots are real. */
  readonly controls?: Controls | undefined;
}

export interface FrontOptions {
  readonly port: number;
  /** Host names of proxies that forward requests, in addition to those of this machine. */
  readonly allowedHosts?: readonly string[];
  readonly onError: (error: unknown) => void;
}

export interface Gateway extends Listening {
  /** Starts to serve requests, including those that have waited since the port was taken. */
  readonly open: (backend: Backend) => void;
  /** Passes the requests for some paths to another listener. */
  readonly mount: (isOwn: (path: string) => boolean, listener: RequestListener) => void;
}

/**
 * Emulates an HTTP API of API Gateway: requests become payload v2 events, results become answers. It takes the port
 * first and opens later, because the parts that start in between need its address.
 */
export const takePort = async ({ port, allowedHosts, onError }: FrontOptions): Promise<Gateway> => {
  const { promise: opened, resolve: open } = Promise.withResolvers<Backend>();
  let mounted: { readonly isOwn: (path: string) => boolean; readonly listener: RequestListener } | undefined;

  const server = createServer((request, response) => {
    // Node passes on a target such as `*:99999`, which is no path. An error here would end the process.
    if (mounted?.isOwn(URL.parse(`http://localhost${request.url ?? '/'}`)?.pathname ?? '')) {
      mounted.listener(request, response);
      return;
    }
    serve(request, response, opened).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) send(response, { statusCode: 500, body: '{"message":"Internal Server Error"}' });
    });
  });
  const listening = await listen(server, port, allowedHosts);
  return { ...listening, open, mount: (isOwn, listener) => void (mounted = { isOwn, listener }) };
};

/** Starts a gateway that serves requests at once. */
export const startGateway = async (options: FrontOptions & Backend): Promise<Listening> => {
  const gateway = await takePort(options);
  gateway.open(options);
  return gateway;
};

const serve = async (request: IncomingMessage, response: ServerResponse, opened: Promise<Backend>): Promise<void> => {
  const options = await opened;
  const body = await readBody(request);
  if (body === undefined) {
    send(response, { statusCode: 413, body: '{"message":"Request Entity Too Large"}' });
    return;
  }
  const url = new URL(`http://localhost${request.url ?? '/'}`);
  send(response, await answerTo(request, url, body, options));
};

const answerTo = async (request: IncomingMessage, url: URL, body: Buffer, options: Backend) => {
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

/** Reads a body; undefined if it is too large. Even then it is read to its end, so that the client gets the answer. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  return size > MAX_BYTES ? undefined : Buffer.concat(chunks);
};

/** Calls a function with API Gateway's event: header names in lower case, repeated headers joined, cookies separate. */
const callFunction = async (request: IncomingMessage, url: URL, body: Buffer, { routes, takes }: Backend) => {
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

/** Chooses a route in API Gateway's order: an exact path, then a path with `{proxy+}`, then `$default`. */
const routeKeyOf = (request: string, keys: readonly string[]): string =>
  keys.find((key) => key === request) ??
  keys.find((key) => key.endsWith(BELOW) && request.startsWith(key.slice(0, -BELOW.length))) ??
  '$default';

/** API Gateway renames this header, so that a browser does not ask for a password. */
const RENAMED: Readonly<Record<string, string>> = { 'www-authenticate': 'x-amzn-Remapped-WWW-Authenticate' };

const send = (response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void => {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(RENAMED[name] ?? name, String(value));
  if (headers['content-type'] === undefined) response.setHeader('content-type', 'application/json');
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
};
