import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import { type Capture, shownStateOf } from '../captures/capture.ts';
import { LIST_INDEX } from './items.ts';
import type { Table } from './get-items.ts';
import { createGetAll } from './queries.ts';

/** The conditions for a listed capture. An absent field allows any value. */
export interface ListFilter {
  readonly state?: Capture['state'] | undefined;
  readonly testId?: string | undefined;
  readonly aid?: string | undefined;
  readonly alertId?: string | undefined;
  readonly severity?: Capture['severity'] | undefined;
  readonly reason?: Capture['reason'] | undefined;
}

export interface ListQuery extends ListFilter {
  readonly limit: number;
  /** Epoch milliseconds; earlier captures are left out. */
  readonly since?: number | undefined;
  /** The end of the page before. */
  readonly after?: ListPosition | undefined;
}

/** The place of one capture in the list. */
export interface ListPosition {
  readonly id: string;
  readonly receivedAt: number;
}

export interface ListPage {
  readonly captures: readonly Capture[];
  /**
   * The start of the next page; undefined after the last one. A page may be short, even empty, although another one
   * follows.
   */
  readonly next?: ListPosition | undefined;
}

/**
 * Lists the captures that fit the query, newest first, a page at a time. The index lags, so the newest captures may be
 * missing.
 */
export type ListCaptures = (query: ListQuery) => Promise<ListPage>;

/** Filters apply after the read. A filtered page reads FILTERED_PAGE captures at a time, at most MAX_PAGES times. */
const FILTERED_PAGE = 200;
const MAX_PAGES = 5;

/** Whether a capture fits a filter. */
export const fits = (capture: Capture, { state, testId, aid, alertId, severity, reason }: ListFilter): boolean =>
  (state === undefined || shownStateOf(capture) === state) &&
  (testId === undefined || capture.testId === testId) &&
  (aid === undefined || capture.aid === aid) &&
  (alertId === undefined || capture.alert?.alertId === alertId) &&
  (severity === undefined || capture.severity === severity) &&
  (reason === undefined || capture.reason === reason);

/** Makes the list over the ledger's table. */
export const createListCaptures = (table: Table): ListCaptures => {
  const { client, tableName } = table;
  const getAll = createGetAll(table);

  const readPage = async (query: ListQuery, after: ListPosition | undefined): Promise<ListPage> => {
    const { limit, since = 0, after: _, ...filter } = query;
    const isFiltered = Object.values(filter).some((wanted) => wanted !== undefined);
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: LIST_INDEX,
        KeyConditionExpression: 'kind = :kind AND receivedAt >= :since',
        ExpressionAttributeValues: marshall({ ':kind': 'capture', ':since': since }),
        ScanIndexForward: false,
        Limit: isFiltered ? FILTERED_PAGE : limit,
        ...(after && { ExclusiveStartKey: marshall({ kind: 'capture', ...after }) }),
      }),
    );
    const captures = await getAll(Items.map((item) => String(unmarshall(item)['id'])));
    return {
      captures: captures.filter((capture) => fits(capture, filter)),
      next: LastEvaluatedKey && position.parse(unmarshall(LastEvaluatedKey)),
    };
  };

  return async (query) => {
    // DynamoDB refuses a start outside of the queried range.
    if (query.after && query.after.receivedAt < (query.since ?? 0)) return { captures: [] };
    const captures: Capture[] = [];
    let next = query.after;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const page = await readPage(query, next);
      captures.push(...page.captures);
      next = page.next;
      if (next === undefined || captures.length >= query.limit) break;
    }
    if (captures.length <= query.limit) return { captures, next };
    const kept = captures.slice(0, query.limit);
    return { captures: kept, next: kept.length > 0 ? position.parse(kept.at(-1)) : next };
  };
};

const position = z.object({ id: z.string().check(z.regex(/^[0-9a-f]{32}$/)), receivedAt: z.int().check(z.minimum(0)) });

/** A position as an opaque text for a URL. */
export const cursorOf = ({ id, receivedAt }: ListPosition): string =>
  Buffer.from(JSON.stringify({ id, receivedAt })).toString('base64url');

/** The position in a cursor; undefined if `cursorOf` did not make the text. */
export const readCursor = (cursor: string): ListPosition | undefined => {
  try {
    return position.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data;
  } catch {
    return undefined; // not JSON
  }
};
