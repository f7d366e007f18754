import { CAPTURE_EVERYTHING } from '../../lib/alerts/rules.ts';
import type { Capture } from '../../lib/captures/capture.ts';
import type { ListCaptures, ListQuery } from '../../lib/ledger/list.ts';
import { type CapturesDeps, createCaptures } from '../../lib/operator/router.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aRequest, NOW, SECOND } from './factories.ts';

/** The number of manual captures that may wait in these tests. */
export const MANUAL_LIMIT = 3;

/** The operator's function over a ledger and slots in memory, with a clock that only `sleep` moves. */
export const anOperator = (changes: Partial<CapturesDeps> = {}) => {
  const world = {
    now: NOW,
    woken: [] as (string | undefined)[],
    measured: [] as unknown[],
    /** Level, code and fields of each log line. */
    logged: [] as unknown[],
    queries: [] as ListQuery[],
    whileWaiting: async () => undefined as unknown,
  };
  const ledger = createMemoryLedger(() => world.now);
  const slots = createMemorySlots(2);
  const listCaptures: ListCaptures = async (query) => {
    world.queries.push(query);
    const all = ledger.all().toReversed();
    const captures = all.slice(0, query.limit);
    const last = captures.at(-1);
    return { captures, next: all.length > captures.length ? last : undefined };
  };
  const note =
    (level: string) =>
    (...line: readonly unknown[]) =>
      void world.logged.push([level, ...line]);
  const operate = createCaptures({
    recognize: async () => ({ name: 'anna', role: 'operate' }),
    signIn: async () => undefined,
    ledger,
    listCaptures,
    readPayload: async (id) => ledger.payloads.get(id),
    slots,
    sendWake: async ({ captureId }) => void world.woken.push(captureId),
    log: { info: note('info'), warn: note('warn'), error: note('error') },
    measure: (...datum) => void world.measured.push(datum),
    now: () => world.now,
    sleep: async (ms) => {
      world.now += ms;
      await world.whileWaiting();
    },
    manualLimit: MANUAL_LIMIT,
    filters: CAPTURE_EVERYTHING,
    periodMs: 300 * SECOND,
    ...changes,
  });

  /** Sends a request such as `GET /status`. A body is sent as JSON. */
  const ask = async (
    request: string,
    {
      body,
      headers = {},
      query,
      cookies,
    }: {
      body?: unknown;
      headers?: Record<string, string>;
      query?: Record<string, string>;
      cookies?: string[];
    } = {},
  ) => {
    const [method = '', rawPath = ''] = request.split(' ');
    const plain = aRequest();
    const answer = await operate({
      ...plain,
      rawPath,
      headers: { 'content-type': 'application/json', ...headers },
      requestContext: { ...plain.requestContext, http: { ...plain.requestContext.http, method } },
      ...(query && {
        queryStringParameters: query,
        rawQueryString: new URLSearchParams(query).toString(),
      }),
      ...(cookies && { cookies }),
      ...(body !== undefined && { body: body instanceof URLSearchParams ? body.toString() : JSON.stringify(body) }),
    });
    const { statusCode: status, headers: sent = {}, body: text, cookies: set = [] } = answer;
    const isJson = String(sent['content-type']).includes('json');
    return { status, headers: sent, cookies: set, body: text !== undefined && isJson ? JSON.parse(text) : text };
  };
  return {
    world,
    operate,
    ledger,
    slots,
    ask,
    add: async (...captures: readonly Capture[]) => {
      for (const capture of captures) await ledger.add(capture);
    },
  };
};
