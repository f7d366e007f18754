import { beforeAll, describe, expect, it } from 'vitest';
import { packagedTemplate, type Template } from '../support/packaged-template.ts';
import { readProjectFile } from '../support/project-files.ts';
import { type Call, isAllowedTo } from './iam/decide.ts';
import { CALLS_OF_OSLS, callsForPermissions, callsForType, HANDLED_TYPES, TEMPTATIONS } from './iam/deploying-calls.ts';

const text = readProjectFile('docs/deploying-policy.json');
const policy = JSON.parse(text) as { readonly Statement: readonly { readonly Sid: string }[] };
const deployer = {
  principal: 'arn:aws:iam::123456789012:role/deployer',
  identityPolicies: [{ name: 'deploying', policy }],
};
const OF_THE_HTTP_API = ['Api', 'Integration', 'Route', 'Stage'].map((name) => `AWS::ApiGatewayV2::${name}`);

let template: Template;
beforeAll(async () => {
  template = await packagedTemplate('planned');
});

const refusedOf = async (calls: readonly Call[]): Promise<string[]> => {
  const verdicts = await Promise.all(calls.map((call) => isAllowedTo(deployer, call)));
  return calls.filter((_, index) => !verdicts[index]).map(({ action, resource }) => `${action} ${resource}`);
};

describe('docs/deploying-policy.json', () => {
  it('fits into a managed policy of IAM, which counts no white space', () => {
    expect(text.replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
  });

  it('is compared with every type of resource in the template', () => {
    const types = new Set(Object.values(template.Resources).map(({ Type }) => Type));

    expect([...new Set([...HANDLED_TYPES, ...OF_THE_HTTP_API])].toSorted()).toEqual([...types].toSorted());
  });

  it.each(HANDLED_TYPES)('allows what CloudFormation calls for %s', async (type) => {
    const calls = callsForType(template, type);

    expect(calls).not.toEqual([]);
    expect(await refusedOf(calls)).toEqual([]);
  });

  it('allows every action on an HTTP API, whose resources the simulator does not know', () => {
    expect(policy.Statement.find(({ Sid }) => Sid === 'HttpApi')).toMatchObject({
      Effect: 'Allow',
      Action: 'apigateway:*',
      Resource: ['/apis', '/apis/*', '/tags/*'].map((path) => `arn:aws:apigateway:*::${path}`),
    });
  });

  it('allows what osls calls', async () => {
    expect(await refusedOf(CALLS_OF_OSLS)).toEqual([]);
  });

  it('refuses what a deployment does not need', async () => {
    expect(await refusedOf(TEMPTATIONS)).toEqual(TEMPTATIONS.map(({ action, resource }) => `${action} ${resource}`));
  });
});

describe('docs/deploying-policy.json with the documented condition on the permissions boundary', () => {
  const [block = ''] =
    /(?<=```json\n)\{\s*"Condition"[^`]*(?=```)/.exec(readProjectFile('docs/configuration.md')) ?? [];
  const { Condition } = JSON.parse(block);
  const boundary: string = Condition.StringEquals['iam:PermissionsBoundary'];
  const limited = {
    ...policy,
    Statement: policy.Statement.map((statement) =>
      statement.Sid === 'PermissionsOfRoles' ? { ...statement, Condition } : statement,
    ),
  };
  const limitedDeployer = { ...deployer, identityPolicies: [{ name: 'deploying', policy: limited }] };
  const verdictsOf = (calls: readonly Call[]) =>
    Promise.all(calls.map(async (call) => `${call.action}: ${await isAllowedTo(limitedDeployer, call)}`));
  const all = (calls: readonly Call[], verdict: boolean) => calls.map(({ action }) => `${action}: ${verdict}`);

  it('allows roles with that boundary', async () => {
    const calls = callsForPermissions(boundary);

    expect(await verdictsOf(calls)).toEqual(all(calls, true));
  });

  it.each([{ given: undefined }, { given: 'arn:aws:iam::123456789012:policy/other' }])(
    'refuses roles with the boundary $given',
    async ({ given }) => {
      const calls = callsForPermissions(given);

      expect(await verdictsOf(calls)).toEqual(all(calls, false));
    },
  );

  it('allows every other call of a deployment', async () => {
    const ofPermissions = new Set(callsForPermissions(boundary).map(({ action }) => action));
    const others = [...HANDLED_TYPES.flatMap((type) => callsForType(template, type)), ...CALLS_OF_OSLS].filter(
      ({ action }) => !ofPermissions.has(action),
    );

    expect(await verdictsOf(others)).toEqual(all(others, true));
  });
});
