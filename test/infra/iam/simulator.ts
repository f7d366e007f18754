import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ofType, type Template } from '../../support/packaged-template.ts';
import { arnOf, resolved } from './stack-values.ts';

/** A call as IAM sees it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Condition keys and their values, such as `dynamodb:LeadingKeys`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** The policies of a role: its inline ones, and the separate policy resources attached to it. */
const policiesOf = (template: Template, role: string) => {
  const own: readonly any[] = template.Resources[role]?.Properties['Policies'] ?? [];
  const beside = ofType(template, 'AWS::IAM::Policy')
    .map(([, { Properties }]) => Properties)
    .filter(({ Roles }) => Roles.some(({ Ref }: { readonly Ref: string }) => Ref === role));
  return [...own, ...beside].map(({ PolicyName, PolicyDocument }) => ({
    name: String(PolicyName),
    policy: resolved(template, PolicyDocument),
  }));
};

/** The resource policy of a queue or a topic. */
const resourcePolicyOf = (template: Template, resource: string): unknown => {
  const policies = [...ofType(template, 'AWS::SQS::QueuePolicy'), ...ofType(template, 'AWS::SNS::TopicPolicy')];
  const own = policies
    .map(([, { Properties }]) => Properties)
    .find(({ Queues, Topics }) => [resolved(template, Queues ?? Topics)].flat().includes(resource));
  return own === undefined ? undefined : resolved(template, own['PolicyDocument']);
};

/**
 * Whether IAM allows a role to make a call, over TLS unless the call says otherwise.
 *
 * @throws Error if the simulator does not know the action, the resource or one of its condition keys
 */
export const isAllowed = async (template: Template, role: string, call: Call): Promise<boolean> => {
  const { action, resource, context = {} } = call;
  const accountId = resource.split(':')[4] || '123456789012';
  const contextVariables = Object.fromEntries(
    Object.entries({ 'aws:SecureTransport': 'true', ...context }).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : [...value],
    ]),
  );
  const simulation = await runSimulation(
    {
      request: { principal: arnOf(template, role), action, resource: { resource, accountId }, contextVariables },
      identityPolicies: policiesOf(template, role),
      resourcePolicy: resourcePolicyOf(template, resource),
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
