import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A JSON answer. Nothing of it is to be kept by anybody in between. */
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
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const;

export type ProblemStatus = keyof typeof TITLES;

/**
 * Basic first and a parameter each: Chromium reads the line as one challenge, asks for a password only where that is
 * Basic, and gives up at a word without a value.
 */
const CHALLENGES = 'Basic realm="thousandeyes-snapshot-webhook", Bearer realm="thousandeyes-snapshot-webhook"';

/** A short, fixed error body (RFC 9457). `detail` says what to do and repeats nothing of the request. */
export const problem = (status: ProblemStatus, detail: string): APIGatewayProxyStructuredResultV2 => ({
  ...json(status, { type: 'about:blank', title: TITLES[status], status, detail }),
  headers: {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 401 && { 'www-authenticate': CHALLENGES }),
    ...((status === 503 || status === 429) && { 'retry-after': '60' }),
  },
});

/** API Gateway and Lambda carry a few MB; no webhook or request of this API is near this. */
const MAX_BODY_BYTES = 262_144;

interface Refused {
  readonly ok: false;
  readonly answer: APIGatewayProxyStructuredResultV2;
}

/** What a body is read from. */
type BodyCarrier = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>;

/** The parsed JSON body with its text, or the answer that says what is wrong with it. */
export type JsonBody = { readonly ok: true; readonly value: unknown; readonly text: string } | Refused;

/** The bytes of a body that says it is JSON: media type, size and base64, in this order. A missing media type is taken as JSON. */
export const readBytes = ({
  headers,
  body = '',
  isBase64Encoded,
}: BodyCarrier): { readonly ok: true; readonly bytes: Buffer } | Refused => {
  const mediaType = headers['content-type']?.split(/[;,]/)[0]?.trim().toLowerCase() ?? 'application/json';
  if (mediaType !== 'application/json' && !/^application\/[\w.-]+\+json$/.test(mediaType)) {
    return { ok: false, answer: problem(415, 'Send the body as application/json.') };
  }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY_BYTES) {
    return { ok: false, answer: problem(413, 'Send at most 256 KiB.') };
  }
  return { ok: true, bytes };
};

/** The answer to a body that is no JSON. */
export const notJson = (): APIGatewayProxyStructuredResultV2 => problem(400, 'The body is not valid JSON in UTF-8.');

/** Reads a JSON body, strictly: what `readBytes` refuses, then UTF-8, then JSON. */
export const readJsonBody = (event: BodyCarrier): JsonBody => {
  const read = readBytes(event);
  if (!read.ok) return read;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(read.bytes); // drops a byte order mark
    return { ok: true, value: JSON.parse(text), text };
  } catch {
    return { ok: false, answer: notJson() };
  }
};
