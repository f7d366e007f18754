import * as z from 'zod';
import type { JsonObject } from './exact-json.ts';

/*
 * The two objects that connect keeps in ThousandEyes: a generic connector (the address and the token) and a webhook
 * operation (the template of the body). connect finds both by their name.
 */

const headers = z.array(z.looseObject({ name: z.string(), value: z.string() })).nullish();

const connectorShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  target: z.string().nullish(),
  authentication: z.looseObject({ type: z.string(), token: z.string().nullish() }).nullish(),
  headers,
  lastModifiedDate: z.unknown().optional(),
  _links: z.unknown().optional(),
});

const operationShape = z.looseObject({
  id: z.string(),
  name: z.string(),
  category: z.string().nullish(),
  enabled: z.boolean().nullish(),
  path: z.string().nullish(),
  queryParams: z.string().nullish(),
  payload: z.string().nullish(),
  headers,
  _links: z.unknown().optional(),
});

export type Connector = z.infer<typeof connectorShape>;
export type Operation = z.infer<typeof operationShape>;

/** What ThousandEyes should have after the run. */
export interface Wanted {
  readonly name: string;
  readonly url: string;
  /** The Handlebars template. */
  readonly payload: string;
  /** The webhook's token; absent if the run writes nothing, such as a dry run. */
  readonly token?: string | undefined;
  /** Whether to write the token even if nothing else has to change. */
  readonly rotate: boolean;
  /** Whether a connector of another address may get this one. */
  readonly move: boolean;
}

/** Reads an item of a list as a connector or an operation; undefined if the item has another shape. */
export const readConnector = (item: unknown): Connector | undefined => connectorShape.safeParse(item).data;
export const readOperation = (item: unknown): Operation | undefined => operationShape.safeParse(item).data;

/** Whether a value is a mask. ThousandEyes returns secrets as `*****`; written back, the mask would be the secret. */
export const isMask = (value: string): boolean => /\*{3}/.test(value);

/** What has to change in a connector, in words; empty if nothing has to. A masked token cannot be compared. */
export const connectorDifferences = (connector: Connector, wanted: Wanted): string[] => {
  const { authentication, target } = connector;
  const shown = authentication?.token;
  return [
    ...(target === wanted.url ? [] : [`its target is ${target ? shownTarget(target) : 'not set'}`]),
    ...(authentication?.type === 'bearer-token' ? [] : ['it sends no bearer token']),
    ...(shown && wanted.token && !isMask(shown) && shown !== wanted.token ? ['its token differs'] : []),
    ...(wanted.rotate ? ['--rotate writes the token'] : []),
  ];
};

/** An address without its user, password, query and fragment, because each of them may hold a token. */
const shownTarget = (target: string): string => {
  const url = URL.parse(target);
  if (url === null || url.origin === 'null') return 'not a URL';
  const shown = `${url.origin}${url.pathname}`;
  return url.href === shown ? shown : `${shown} (the rest is hidden)`;
};

/** The other address to which the connector sends, as it may be shown; undefined if there is none. */
export const otherTargetOf = ({ target }: Connector, { url }: Wanted): string | undefined =>
  target && target !== url ? shownTarget(target) : undefined;

/** What has to change in an operation, in words; empty if nothing has to. */
export const operationDifferences = (operation: Operation, { payload }: Wanted): string[] => [
  ...(sameText(operation.payload ?? '', payload) ? [] : ['its template differs']),
  ...(operation.enabled === false ? ['it is disabled'] : []),
  ...(operation.category === 'alerts' ? [] : [`its category is ${operation.category ?? 'not set'}`]),
  ...(operation.path ? ['it has a path'] : []),
  ...(operation.queryParams ? ['it has query parameters'] : []),
  ...(operation.headers?.some(isContentType) ? [] : ['it sends no Content-Type']),
];

const sameText = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();

/** The body that creates a connector, or updates one and keeps its other fields. */
export const connectorBody = ({ name, url, token }: Wanted, existing?: Connector): JsonObject => {
  const { id: _id, _links, lastModifiedDate: _date, ...kept }: Partial<Connector> = existing ?? {};
  return { ...kept, type: 'generic', name, target: url, authentication: { type: 'bearer-token', token } };
};

const JSON_HEADER = { name: 'Content-Type', value: 'application/json' };
const isContentType = ({ name }: { readonly name: string }): boolean => name.toLowerCase() === 'content-type';

/** The body that creates or updates an operation. `pending` is ThousandEyes' status of an operation never called. */
export const operationBody = ({ name, payload }: Wanted, existing?: Operation): JsonObject => {
  const {
    id: _id,
    _links,
    path: _path,
    queryParams: _query,
    headers: before,
    ...kept
  }: Partial<Operation> = existing ?? {};
  return {
    status: 'pending',
    ...kept,
    name,
    type: 'webhook',
    category: 'alerts',
    enabled: true,
    payload,
    headers: [...(before ?? []).filter((header) => !isContentType(header)), JSON_HEADER],
  };
};

/** The name of a header whose value is masked, so that an update would lose the value; undefined if there is none. */
export const maskedHeaderOf = (existing: Connector | Operation): string | undefined =>
  existing.headers?.find(({ value }) => isMask(value))?.name;
