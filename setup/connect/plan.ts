import { readFile } from 'node:fs/promises';
import { withActiveAlerts } from './active-alerts.ts';
import { addressWarnings, whyNoWebhook } from './address.ts';
import { ApiError } from './api-errors.ts';
import { planAttach } from './attach.ts';
import type { ConnectDeps } from './dependencies.ts';
import type { ConnectOptions } from './options.ts';
import { planRemove } from './remove.ts';
import { isChange, type Step } from './steps.ts';
import type { ThousandEyesApi } from './thousandeyes-api.ts';

/** The changes that a run proposes. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Sentences that the user must read before confirming. */
  readonly notes: readonly string[];
}

const TEMPLATE = new URL('../../docs/webhook-template.hbs', import.meta.url);

/**
 * Plans the steps of a run. Changes nothing.
 *
 * @param token the webhook's token; undefined if the run does not write it
 * @throws ApiError also if the address would get the token but does not answer as the webhook does
 */
export const makePlan = async (
  api: ThousandEyesApi,
  options: ConnectOptions,
  token: string | undefined,
  deps: Pick<ConnectDeps, 'resolve' | 'callWebhook'>,
  onRule: (read: number, all: number) => void,
): Promise<Plan> => {
  const { url, name, rotate, move, choice } = options;
  if (url === undefined) return withActiveAlerts(api, await planRemove(api, name, onRule));
  const payload = await readFile(TEMPLATE, 'utf8');
  const { steps, notes } = await withActiveAlerts(
    api,
    await planAttach(api, { name, url, payload, token, rotate, move }, choice, onRule),
  );
  const warnings = await addressWarnings(url, deps);
  return { steps, notes: [...warnings, ...(await tokenNotes(url, steps, options, deps)), ...notes] };
};

/** Checks the address if a step writes the connector, which has the token. In a dry run a fault is only a warning. */
const tokenNotes = async (
  url: string,
  steps: readonly Step[],
  { dryRun, check }: Pick<ConnectOptions, 'dryRun' | 'check'>,
  { callWebhook }: Pick<ConnectDeps, 'callWebhook'>,
): Promise<readonly string[]> => {
  if (!check || !steps.some((step) => step.kind === 'connector' && isChange(step))) return [];
  const fault = await whyNoWebhook(callWebhook, url);
  if (fault === undefined) return [];
  const consequence = 'So it does not get the token; --no-check sends the token anyway.';
  if (!dryRun) throw new ApiError(`${fault} ${consequence}`);
  return [`Warning: ${fault} ${consequence}`];
};
