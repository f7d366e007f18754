import * as z from 'zod';
import { type Connector, type Operation, readConnector, readOperation } from './integrations.ts';
import { ApiError } from './api-errors.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/** What ThousandEyes has under the `--name` of this run. */
export interface Existing {
  readonly connector: Connector | undefined;
  readonly operation: Operation | undefined;
  /** Operations under other names. */
  readonly others: readonly Operation[];
}

/**
 * Looks for the connector and the operation of `name`.
 *
 * @throws ApiError if two objects have the name, because either could be connect's, or if one cannot be read
 */
export const findExisting = async (api: ThousandEyesApi, name: string): Promise<Existing> => {
  const connectors = await api.list('/connectors/generic', 'items');
  const operations = await api.list('/operations/webhooks', 'items');
  return {
    connector: ownOf(connectors, name, 'connector', readConnector),
    operation: ownOf(operations, name, 'webhook', readOperation),
    others: operations.flatMap((item) => readOperation(item) ?? []).filter((operation) => operation.name !== name),
  };
};

const ownOf = <T>(
  items: readonly unknown[],
  name: string,
  what: string,
  read: (item: unknown) => T | undefined,
): T | undefined => {
  const [own, ...rest] = items.filter((item) => named.safeParse(item).data?.name === name);
  if (own === undefined) return undefined;
  if (rest.length > 0)
    throw new ApiError(`More than one ${what} is called ${name}. Delete all but one, or use another --name.`);
  const found = read(own);
  if (found === undefined) throw new ApiError(`The ${what} ${name} cannot be read. Use another --name.`);
  return found;
};

const named = z.looseObject({ name: z.string() });

const assignments = z.looseObject({ items: z.array(z.string()).default([]) });

export const connectorsPathOf = ({ id }: Pick<Operation, 'id'>): string =>
  `/operations/webhooks/${encodeURIComponent(id)}/connectors`;

/** The ids of an operation's connectors. */
export const assignedTo = async (api: Pick<ThousandEyesApi, 'get'>, operation: Operation): Promise<readonly string[]> =>
  assignments.parse((await api.get(connectorsPathOf(operation))) ?? {}).items;
