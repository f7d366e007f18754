import { ofType, type Template } from '../../support/packaged-template.ts';
import { type Call, isAllowedTo } from './decide.ts';
import { arnOf, resolved } from './stack-values.ts';

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

/** Whether IAM allows a function's role to make a call. */
export const isAllowed = (template: Template, role: string, call: Call): Promise<boolean> =>
  isAllowedTo(
    {
      principal: arnOf(template, role),
      identityPolicies: policiesOf(template, role),
      resourcePolicy: resourcePolicyOf(template, call.resource),
    },
    call,
  );
