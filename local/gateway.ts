import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Invoke } from './lambda.ts';
import { type Listening, listen } from './listen.ts';

/** API Gateway refuses larger bodies itself. */
const MAX_BYTES = 10 * 1024 * 1024;

/** Which function a request goes to: `POST /path`, or `$default` for the rest. */
export interface Routes extends Readonly<Record<string, Invoke>> {
  readonly $default: Invoke;
}

/** An HTTP API of API Gateway on this machine: requests become payload v2 events, results become answers. */
export const startGateway = async (
  port: number,
  routes: Routes,
  onError: (error: unknown) => void,
): Promise<Listening> => {
  const server = createServer((request, response) => {
    serve(request, response, routes).catch((error: unknown) => {
      onError(error);
      if (!response.headersSent) send(response, { statusCode: 500, body: '{"message":"Internal Server Error"}' });
    });
  });
  return listen(server, port);
};

const serve = async (request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BYTES) {
    send(response, { statusCode: 413, body: '{"message":"Request Entity Too Large"}' });
    return;
  }
  const event = toEvent(request, Buffer.concat(chunks), routes);
  const result = await routes[event.routeKey]?.(event);
  send(response, result as APIGatewayProxyStructuredResultV2);
};

/** The payload format 2.0 of a request: header names in lower case, repeated ones joined, cookies apart, binary as base64. */
const toEvent = (request: IncomingMessage, body: Buffer, routes: Routes): APIGatewayProxyEventV2 => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const method = request.method ?? 'GET';
  const { cookie, ...distinct } = request.headersDistinct;
  const headers = Object.fromEntries(Object.entries(distinct).map(([name, values]) => [name, values?.join(',')]));
  const cookies = cookie?.flatMap((line) => line.split(/;\s*/));
  const isText = /^(text\/|application\/([\w.-]+\+)?(json|xml)|application\/javascript)/i.test(
    headers['content-type'] ?? 'text/',
  );
  const query = [...new Set(url.searchParams.keys())].map((key) => [key, url.searchParams.getAll(key).join(',')]);
  const now = new Date();
  const routeKey = Object.keys(routes).find((key) => key === `${method} ${url.pathname}`) ?? '$default';
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookies && { cookies }),
    headers,
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers['host'] ?? 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
};

const send = (response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void => {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (headers['content-type'] === undefined) response.setHeader('content-type', 'application/json');
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.writeHead(statusCode).end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
};
