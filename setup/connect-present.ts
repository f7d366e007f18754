import * as z from 'zod';
import { type Connector, type Operation, readConnectors, readOperations } from './integrations.ts';
import { ApiError } from './api-errors.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/** What is called by our name in ThousandEyes now. */
export interface Present {
  readonly connector: Connector | undefined;
  readonly operation: Operation | undefined;
  /** Operations that are not ours. */
  readonly others: readonly Operation[];
}

/** Looks for the connector and the operation of `name`. @throws ApiError where two have it: nobody can tell which is ours */
export const findPresent = async (api: ThousandEyesApi, name: string): Promise<Present> => {
  const connectors = readConnectors(await api.list('/connectors/generic', 'items'));
  const operations = readOperations(await api.list('/operations/webhooks', 'items'));
  return {
    connector: onlyOne(connectors, name, 'connectors'),
    operation: onlyOne(operations, name, 'webhook operations'),
    others: operations.filter((operation) => operation.name !== name),
  };
};

const onlyOne = <T extends { readonly name: string }>(
  items: readonly T[],
  name: string,
  what: string,
): T | undefined => {
  const [first, ...rest] = items.filter((item) => item.name === name);
  if (rest.length > 0)
    throw new ApiError(
      `${rest.length + 1} ${what} are called ${name}. Rename or delete all but one, or use another --name.`,
    );
  return first;
};

const assignments = z.looseObject({ items: z.array(z.string()).default([]) });

export const connectorsPathOf = ({ id }: Pick<Operation, 'id'>): string =>
  `/operations/webhooks/${encodeURIComponent(id)}/connectors`;

/** The ids of an operation's connectors. */
export const assignedTo = async (api: ThousandEyesApi, operation: Operation): Promise<readonly string[]> =>
  assignments.parse((await api.get(connectorsPathOf(operation))) ?? {}).items;
