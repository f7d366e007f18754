import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The parts of a request that an HTTP API passes to a function. */
export interface HttpRequest {
  readonly routeKey: string;
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The query as it was sent, without the question mark. */
  readonly rawQuery?: string;
  readonly cookies?: string[];
  readonly body?: Buffer;
  readonly sourceIp?: string;
}

const TEXT = /^(text\/|application\/([\w.-]+\+)?(json|xml)|application\/javascript)/i;

/** The event of API Gateway's payload format 2.0 for a request. A body that is not text is in base64. */
export const payloadOf = (request: HttpRequest): APIGatewayProxyEventV2 => {
  const { routeKey, method, path, headers, rawQuery = '', cookies, body } = request;
  const query = new URLSearchParams(rawQuery);
  // API Gateway's treatment of compressed JSON is not documented. As text, the bytes would be unreadable.
  const isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  const parameters = [...new Set(query.keys())].map((key) => [key, query.getAll(key).join(',')]);
  const hasBody = body !== undefined && body.length > 0;
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: rawQuery,
    ...(cookies && { cookies }),
    headers: { ...headers },
    ...(parameters.length > 0 && { queryStringParameters: Object.fromEntries(parameters) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: headers['host'] ?? 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(hasBody && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: hasBody && !isText,
  };
};
