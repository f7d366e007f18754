import { ofType, type Resource, type Template, whole } from '../../support/packaged-template.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** The actions that can name no resource, and so may have `*`. */
const WITHOUT_RESOURCE = new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);

/** The statements of a role, from the role itself and from policies attached to it. */
const statementsOf = (template: Template, role: string): Statement[] => {
  const own = template.Resources[role]?.Properties['Policies'] ?? [];
  const beside = ofType(template, 'AWS::IAM::Policy')
    .map(([, { Properties }]) => Properties)
    .filter(({ Roles }) => Roles?.some((name: { Ref?: string }) => name.Ref === role));
  return [...own, ...beside].flatMap(({ PolicyDocument }) => whole<Statement>(PolicyDocument.Statement));
};

/** Faults of roles: a role allows too much, or is used by more than one function or by none. */
export const roleFindings = (template: Template): string[] => {
  const roles = ofType(template, 'AWS::IAM::Role');
  const users = [...functionRoles(template), ...schedulerRoles(template)];
  return [
    ...roles.flatMap(([id]) => statementsOf(template, id).flatMap((statement) => tooBroad(id, statement))),
    ...roles.flatMap(([id, role]) => managed(id, role)),
    ...roles.filter(([id]) => !users.some(({ role }) => role === id)).map(([id]) => `${id}: nobody uses this role`),
    ...roles.flatMap(([id]) => {
      const functions = functionRoles(template).filter(({ role }) => role === id);
      return functions.length > 1 ? [`${id}: used by ${functions.map(({ user }) => user).join(' and ')}`] : [];
    }),
    ...users
      .filter(({ role, service }) => !trusts(template.Resources[role], service))
      .map(({ user, role, service }) => `${user}: its role ${role} does not trust ${service} alone`),
  ];
};

const tooBroad = (id: string, { Effect, Action, Resource }: Statement): string[] => {
  if (Effect !== 'Allow') return [];
  const actions = [Action].flat();
  const found = actions.filter((action) => action.includes('*')).map((action) => `${id}: allows ${action}`);
  const mayNameNothing = actions.every((action) => WITHOUT_RESOURCE.has(action));
  const broad = [Resource].flat().filter((resource) => isBroad(resource) && !(resource === '*' && mayNameNothing));
  return [...found, ...broad.map((resource) => `${id}: allows ${actions.join()} on ${JSON.stringify(resource)}`)];
};

/** Whether a resource has a `*`, except for the streams of one log group. */
const isBroad = (resource: unknown): boolean =>
  JSON.stringify(resource)
    .replace(/(:log-group:\/aws\/lambda\/[\w-]+):\*/, '$1')
    .includes('*');

const managed = (id: string, { Properties }: Resource): string[] =>
  'ManagedPolicyArns' in Properties ? [`${id}: has managed policies, which allow more than is written here`] : [];

const roleOf = (role: { 'Fn::GetAtt'?: readonly string[] } | undefined): string => role?.['Fn::GetAtt']?.[0] ?? 'none';

const functionRoles = (template: Template) =>
  ofType(template, 'AWS::Lambda::Function').map(([user, { Properties }]) => ({
    user,
    role: roleOf(Properties['Role']),
    service: 'lambda.amazonaws.com',
  }));

const schedulerRoles = (template: Template) =>
  ofType(template, 'AWS::Scheduler::Schedule').map(([user, { Properties }]) => ({
    user,
    role: roleOf(Properties['Target'].RoleArn),
    service: 'scheduler.amazonaws.com',
  }));

const trusts = (role: Resource | undefined, service: string): boolean => {
  const statements = role?.Properties['AssumeRolePolicyDocument'].Statement ?? [];
  return statements.length === 1 && JSON.stringify(statements[0].Principal) === JSON.stringify({ Service: service });
};
