import { randomUUID } from 'node:crypto';
import { type Answer, problem } from './answer.ts';

/** ThousandEyes returns secrets like this. */
export const MASK = '*****';

type Item = Readonly<Record<string, unknown>>;

const NOT_FOUND = problem(404, 'URI Resource Not Found', 'There is no such resource.');
const GONE: Answer = { status: 204, body: '' };

const invalid = (field: string, message: string): Answer =>
  problem(400, 'Request validation failed. There are invalid or missing fields', 'Your request is not valid.', {
    errors: [{ code: 'INVALID', field, message }],
  });

/** Generic connectors and webhook operations as stored, with unmasked secrets, so that tests can inspect them. */
export interface Integrations {
  readonly connectors: Map<string, Item>;
  readonly operations: Map<string, Item>;
  /** Connector ids by operation id. */
  readonly assignments: Map<string, readonly string[]>;
  /** Answers a call under `/connectors/generic` or `/operations/webhooks`; undefined for any other. */
  readonly answer: (method: string, path: string, body: string, page: (items: Item[]) => object) => Answer | undefined;
}

/** @param isOnRule whether an alert rule notifies an operation, which then cannot be deleted */
export const createIntegrations = (isOnRule: (operationId: string) => boolean): Integrations => {
  const connectors = new Map<string, Item>();
  const operations = new Map<string, Item>();
  const assignments = new Map<string, readonly string[]>();

  const collection = (items: Map<string, Item>, required: readonly string[], inUse: (id: string) => boolean) => ({
    create(body: Item): Answer {
      const missing = required.find((field) => body[field] === undefined);
      if (missing) return invalid(missing, 'is required');
      const id = randomUUID();
      items.set(id, { ...body, id });
      return { status: 201, body: shown({ ...body, id }) };
    },
    one(method: string, id: string, body: () => Item): Answer {
      if (!items.has(id)) return NOT_FOUND;
      if (method === 'DELETE' && inUse(id)) return invalid('id', 'is in use');
      if (method === 'DELETE') items.delete(id);
      if (method === 'DELETE') return GONE;
      if (method === 'PUT') items.set(id, { ...body(), id });
      return { status: 200, body: shown(items.get(id) ?? {}) };
    },
  });
  const connectorCollection = collection(connectors, ['type', 'name', 'target'], (id) =>
    [...assignments].some(([operationId, ids]) => operations.has(operationId) && ids.includes(id)),
  );
  const operationCollection = collection(operations, ['category', 'name', 'status'], isOnRule);

  const assign = (method: string, operationId: string, ids: () => string[]): Answer => {
    if (!operations.has(operationId)) return NOT_FOUND;
    if (method === 'PUT' && ids().some((id) => !connectors.has(id))) return invalid('items', 'no such connector');
    if (method === 'PUT') assignments.set(operationId, ids());
    return { status: 200, body: { items: assignments.get(operationId) ?? [] } };
  };

  return {
    connectors,
    operations,
    assignments,
    answer(method, path, body, page) {
      const [, kind, id, rest] =
        path.match(/^\/(connectors\/generic|operations\/webhooks)(?:\/([\w-]+))?(\/connectors)?$/) ?? [];
      if (kind === undefined) return undefined;
      if (rest !== undefined) return assign(method, id ?? '', () => JSON.parse(body));
      const isConnector = kind === 'connectors/generic';
      const own = isConnector ? connectorCollection : operationCollection;
      if (id !== undefined) return own.one(method, id, () => JSON.parse(body));
      if (method === 'POST') return own.create(JSON.parse(body));
      return { status: 200, body: page([...(isConnector ? connectors : operations).values()].map(shown)) };
    },
  };
};

/** An item as an answer shows it, with masked secrets. */
const shown = (item: Item): Item => {
  const { authentication, headers } = item;
  return {
    ...item,
    ...(authentication !== undefined && { authentication: maskSecrets(authentication as Item) }),
    ...(headers !== undefined && { headers: (headers as Item[]).map(maskHeader) }),
  };
};

const maskSecrets = (authentication: Item): Item =>
  Object.fromEntries(
    Object.entries(authentication).map(([key, value]) => [key, /token$|password|secret/i.test(key) ? MASK : value]),
  );

const maskHeader = (header: Item): Item =>
  /authorization|token|key/i.test(String(header['name'])) ? { ...header, value: MASK } : header;
