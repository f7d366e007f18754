import { runSimulation } from '@cloud-copilot/iam-simulate';

/** A call as IAM sees it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys and their values, such as `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Who calls, and the policies that decide. */
export interface Caller {
  readonly principal: string;
  readonly identityPolicies: { readonly name: string; readonly policy: unknown }[];
  /** The policy of the resource that is called. */
  readonly resourcePolicy?: unknown;
}

/**
 * Whether IAM allows a call, over TLS unless the call says otherwise.
 *
 * @throws Error if the simulator does not know the action, the resource or one of its condition keys
 */
export const isAllowedTo = async (
  { principal, identityPolicies, resourcePolicy }: Caller,
  { action, resource, context = {} }: Call,
): Promise<boolean> => {
  const accountId = resource.split(':')[4] || '123456789012';
  const contextVariables = Object.fromEntries(
    Object.entries({ 'aws:SecureTransport': 'true', ...context }).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : [...value],
    ]),
  );
  const simulation = await runSimulation(
    {
      request: { principal, action, resource: { resource, accountId }, contextVariables },
      identityPolicies,
      resourcePolicy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (simulation.resultType !== 'single') throw new Error(`${action} on ${resource}: ${JSON.stringify(simulation)}`);
  const ignored = simulation.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`${action} knows no ${ignored.join(', ')}`);
  return simulation.overallResult === 'Allowed';
};
