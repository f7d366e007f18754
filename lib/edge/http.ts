import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A JSON answer that no cache may store. */
export const json = (
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const;

export type ProblemStatus = keyof typeof TITLES;

/**
 * Basic comes first, and each scheme has a parameter: Chromium reads the line as one challenge, asks for a password
 * only if that challenge is Basic, and rejects a word without a value.
 */
const CHALLENGES = 'Basic realm="thousandeyes-snapshot-webhook", Bearer realm="thousandeyes-snapshot-webhook"';

/**
 * An error answer with a short, fixed body (RFC 9457). `detail` says what to do, and repeats nothing of the request.
 */
export const problem = (
  status: ProblemStatus,
  detail: string,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  ...json(status, { type: 'about:blank', title: TITLES[status], status, detail }),
  headers: {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 401 && { 'www-authenticate': CHALLENGES }),
    ...((status === 503 || status === 429) && { 'retry-after': '60' }),
    ...headers,
  },
});

/** The limit for a JSON body, in bytes. Requests of the operator API are far smaller. */
const MAX_BODY_BYTES = 262_144;

/** The parts of a request from which its body is read. */
export type BodyCarrier = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>;

/** The parsed JSON body and its text, or the error answer. */
export type JsonBody =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly answer: APIGatewayProxyStructuredResultV2 };

/** Whether the client is a browser that shows the answer as a page. */
export const acceptsPage = ({ headers }: Pick<APIGatewayProxyEventV2, 'headers'>): boolean =>
  headers['accept']?.includes('text/html') ?? false;

/** The media type of a submitted form. */
export const FORM = 'application/x-www-form-urlencoded';

/** The media type of a body, in lower case and without its parameters; undefined if the request has none. */
export const mediaTypeOf = ({ headers }: BodyCarrier): string | undefined =>
  headers['content-type']?.split(/[;,]/)[0]?.trim().toLowerCase();

export const isJsonType = (mediaType: string): boolean =>
  mediaType === 'application/json' || /^application\/[\w.-]+\+json$/.test(mediaType);

/** The bytes of a body. API Gateway passes binary bodies in base64. */
export const bytesOf = ({ body = '', isBase64Encoded }: BodyCarrier): Buffer =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

/** The answer to a body that is not JSON. */
export const notJson = (): APIGatewayProxyStructuredResultV2 => problem(400, 'The body is not valid JSON in UTF-8.');

/** Reads a JSON body. Checks media type, size, UTF-8 and JSON, in this order. A missing media type counts as JSON. */
export const readJsonBody = (event: BodyCarrier): JsonBody => {
  if (!isJsonType(mediaTypeOf(event) ?? 'application/json')) {
    return { ok: false, answer: problem(415, 'Send the body as application/json.') };
  }
  const bytes = bytesOf(event);
  if (bytes.length > MAX_BODY_BYTES) return { ok: false, answer: problem(413, 'Send at most 256 KiB.') };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a byte order mark
    return { ok: true, value: JSON.parse(text), text };
  } catch {
    return { ok: false, answer: notJson() };
  }
};
