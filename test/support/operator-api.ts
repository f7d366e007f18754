import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { parse } from 'yaml';
import { createCaptures } from '../../lib/operator/router.ts';
import { createWebhook } from '../../lib/intake/webhook.ts';
import { onlyFrom } from '../../lib/edge/allow-list.ts';
import { createListCaptures } from '../../lib/ledger/list.ts';
import { createReadPayload } from '../../lib/ledger/read-payload.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import type { Headers } from '../../lib/edge/credentials.ts';
import type { Log } from '../../lib/runtime/log.ts';
import type { Operator } from '../../lib/runtime/operators.ts';
import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import type { Wake } from '../../lib/ledger/wake.ts';
import type { startEmulators } from './emulators.ts';

interface Operation {
  readonly operationId: string;
  /** Empty if the operation needs no credentials. */
  readonly security?: readonly object[];
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Record<string, { schema: object }> }>
  >;
}

/** docs/openapi.yaml, and checks of answers against it. */
export const readDocument = () => {
  const document = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'openapi.yaml', ...document });
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== 'parameters')
      .map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
  );

  /** The faults of an answer by the document; empty if there are none. */
  const faultsOf = (operationId: string, status: number, type: string, body: unknown): string[] => {
    const operation = operations.find((candidate) => candidate.operationId === operationId);
    const response = operation?.responses[String(status)];
    if (response === undefined) return [`${operationId}: ${status} is not documented`];
    if (status === 303 || status === 304) return body === undefined ? [] : [`${operationId}: ${status} has a body`];
    const content = response.$ref
      ? document.components.responses[response.$ref.split('/').at(-1) ?? ''].content
      : response.content;
    const schema = content?.[type]?.schema;
    if (schema === undefined) return [`${operationId}: ${status} as ${type} is not documented`];
    const located = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.yaml#/'));
    return ajv.validate(located, body)
      ? []
      : [`${operationId} ${status}: ${ajv.errorsText()} in ${JSON.stringify(body)}`];
  };
  return { document, operations, faultsOf };
};

/** A path of the document with the id of a capture or an alert that does not exist. */
export const samplePath = (path: string): string =>
  path.replace('{id}', 'a'.repeat(32)).replace('{alertId}', '203114456');

/** An answer's content: JSON as a value, a page or a file as text; undefined if there is none. */
export const contentOf = ({ headers, body }: APIGatewayProxyStructuredResultV2): any =>
  body !== undefined && String(headers?.['content-type']).includes('json') ? JSON.parse(body) : body;

/** The default sender address of `call`, and the only address from which the functions accept requests. */
const HOME = '127.0.0.1';
const HOME_ONLY = [`${HOME}/32`];

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const ANNA: Operator = { name: 'anna', role: 'operate' };
const BEN_OR_NOBODY = ({ authorization }: Headers): Operator | undefined =>
  authorization === 'Bearer view-token' ? { name: 'ben', role: 'view' } : undefined;

/** The number of manual captures that may wait in these tests. */
export const MANUAL_LIMIT = 12;

/** Both HTTP functions over the emulators. `whileWaiting` is called instead of a sleep. */
export const createApi = (
  { dynamo, tableName }: Awaited<ReturnType<typeof startEmulators>>,
  whileWaiting: () => Promise<void> = async () => undefined,
) => {
  const ledger = {
    ...createLedger({ client: dynamo, tableName, retentionDays: 40 }),
    ...createLedgerQueries({ client: dynamo, tableName }),
  };
  const woken: string[] = [];
  let clock = 0;
  const isRight = ({ authorization }: Headers) => authorization === 'Bearer token';
  const common = {
    ledger,
    sendWake: async ({ captureId = '' }: Wake) => void woken.push(captureId),
    log: silent,
    measure: () => undefined,
    now: () => Date.now() + clock,
  };
  const operator = createCaptures({
    ...common,
    recognize: async ({ headers }) => (isRight(headers) ? ANNA : BEN_OR_NOBODY(headers)),
    signIn: async (token) => (token === 'token' ? { operator: ANNA, cookie: 'a=b' } : undefined),
    listCaptures: createListCaptures({ client: dynamo, tableName }),
    readPayload: createReadPayload({ client: dynamo, tableName }),
    slots: createSlots({ client: dynamo, tableName, limit: 5 }),
    sleep: async (ms) => {
      clock += ms;
      await whileWaiting();
    },
    manualLimit: MANUAL_LIMIT,
    filters: CAPTURE_EVERYTHING,
    periodMs: 300_000,
  });
  const ignore = () => undefined;
  const captures = onlyFrom(HOME_ONLY, ignore, operator);
  const webhook = onlyFrom(
    HOME_ONLY,
    ignore,
    createWebhook({
      ...common,
      authenticate: async (headers) => isRight(headers),
      rules: CAPTURE_EVERYTHING,
    }),
  );

  const call = async (
    method: string,
    url: string,
    init: { token?: string; headers?: object; body?: unknown; sourceIp?: string } = {},
  ) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const event = {
      rawPath: pathname,
      headers: {
        authorization: `Bearer ${init.token ?? 'token'}`,
        'content-type': 'application/json',
        ...init.headers,
      },
      requestContext: { http: { method, sourceIp: init.sourceIp ?? HOME } },
      ...(searchParams.size > 0 && { queryStringParameters: Object.fromEntries(searchParams) }),
      ...(init.body !== undefined && { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
      isBase64Encoded: false,
    } as unknown as APIGatewayProxyEventV2;
    const answer = await (pathname.startsWith('/webhooks/') ? webhook : captures)(event);
    const { statusCode = 0, headers = {} } = answer;
    return { status: statusCode, headers, type: String(headers['content-type']), body: contentOf(answer) };
  };
  return { call, ledger, woken };
};
