import * as z from 'zod';
import { ApiError } from './api-errors.ts';
import { connectorsPathOf } from './existing.ts';
import type { Step } from './steps.ts';
import type { JsonObject } from './exact-json.ts';
import {
  type Connector,
  connectorBody,
  connectorDifferences,
  maskedHeaderOf,
  type Operation,
  operationBody,
  operationDifferences,
  otherTargetOf,
  type Wanted,
} from './integrations.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

const withId = z.looseObject({ id: z.string() });

/**
 * The step that creates, updates or keeps the connector.
 *
 * @throws ApiError if the connector sends to another address, and --move is not given: it may belong to another stage
 */
export const connectorStep = (api: ThousandEyesApi, wanted: Wanted, existing: Connector | undefined): Step => {
  const other = existing && otherTargetOf(existing, wanted);
  if (other !== undefined && !wanted.move)
    throw new ApiError(
      `The webhook ${wanted.name} sends to another address (${other}), perhaps of another stage. ` +
        'To make it send to the new address instead, add --move. For a second webhook, give another --name.',
    );
  const path = '/connectors/generic';
  return integrationStep(api, 'connector', path, wanted.name, existing, {
    differences: existing ? connectorDifferences(existing, wanted) : [],
    body: () => connectorBody(wanted, existing),
  });
};

/** The step that creates, updates or keeps the webhook operation. */
export const operationStep = (api: ThousandEyesApi, wanted: Wanted, existing: Operation | undefined): Step =>
  integrationStep(api, 'operation', '/operations/webhooks', wanted.name, existing, {
    differences: existing ? operationDifferences(existing, wanted) : [],
    body: () => operationBody(wanted, existing),
  });

const integrationStep = (
  api: ThousandEyesApi,
  kind: 'connector' | 'operation',
  path: string,
  name: string,
  existing: Connector | Operation | undefined,
  { differences, body }: { readonly differences: readonly string[]; readonly body: () => JsonObject },
): Step => {
  const idName = kind === 'connector' ? 'connectorId' : 'operationId';
  if (existing === undefined) {
    return {
      kind,
      action: 'create',
      name,
      run: async (made) => {
        const { data } = withId.safeParse(await api.send('POST', path, body()));
        if (data === undefined) throw new ApiError(`The ${kind} ${name} was created without an id. Run this again.`);
        made[idName] = data.id;
      },
    };
  }
  const { id } = existing;
  if (differences.length === 0) return { kind, action: 'keep', name, id };
  const masked = maskedHeaderOf(existing);
  if (masked !== undefined)
    throw new ApiError(
      `The ${kind} ${name} has a header ${masked} whose value ThousandEyes does not show, so an update would lose it. ` +
        'Remove the header, or use another --name.',
    );
  const run = async () => void (await api.send('PUT', `${path}/${encodeURIComponent(id)}`, body()));
  return { kind, action: 'update', name, id, why: differences.join('; '), run };
};

/** The step that makes the operation send through the connector. */
export const assignmentStep = (
  api: ThousandEyesApi,
  { name }: Wanted,
  isAssigned: boolean,
  connector: Connector | undefined,
  operation: Operation | undefined,
): Step =>
  isAssigned
    ? { kind: 'assignment', action: 'keep', name }
    : {
        kind: 'assignment',
        action: 'assign',
        name,
        why: 'to its connector',
        run: async (made) => {
          const id = operation?.id ?? made.operationId ?? '';
          await api.send('PUT', connectorsPathOf({ id }), [connector?.id ?? made.connectorId ?? '']);
        },
      };
