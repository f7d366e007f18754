import { describe, expect, it } from 'vitest';
import { type Fault, withFault } from '../support/faults.ts';
import { packagedTemplate, TEMPLATES, whole } from '../support/packaged-template.ts';
import { roleFindings } from './template/roles.ts';

const firstPolicy = (role: any) => role.Properties.Policies[0].PolicyDocument.Statement;

describe('the packaged template: roles', () => {
  it.each(TEMPLATES)('are one a function, used, and without `*` but for X-Ray: %s', async (name) => {
    expect(roleFindings(await packagedTemplate(name))).toEqual([]);
  });

  it.each<Fault>([
    {
      fault: 'an action with *',
      seed: ({ Resources }) =>
        firstPolicy(Resources.WorkerRole).push({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a' }),
      found: 'WorkerRole: allows s3:*',
    },
    {
      fault: 'a resource *',
      seed: ({ Resources }) =>
        firstPolicy(Resources.WorkerRole).push({ Effect: 'Allow', Action: ['sns:Publish'], Resource: '*' }),
      found: 'WorkerRole: allows sns:Publish on "*"',
    },
    {
      fault: 'a resource * that hides among those of X-Ray',
      seed: ({ Resources }) =>
        whole<any>(firstPolicy(Resources.WorkerRole))
          .find(({ Resource }) => Resource === '*')
          .Action.push('sqs:SendMessage'),
      found: 'WorkerRole: allows xray:PutTraceSegments,xray:PutTelemetryRecords,sqs:SendMessage on "*"',
    },
    {
      fault: 'a * within a resource',
      seed: ({ Resources }) =>
        firstPolicy(Resources.WebhookRole).push({
          Effect: 'Allow',
          Action: ['dynamodb:Query'],
          Resource: { 'Fn::Sub': '${Table.Arn}/index/*' },
        }),
      found: 'WebhookRole: allows dynamodb:Query on {"Fn::Sub":"${Table.Arn}/index/*"}',
    },
    {
      fault: 'a policy of AWS’s',
      seed: ({ Resources }) =>
        (Resources.WebhookRole.Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']),
      found: 'WebhookRole: has managed policies, which allow more than is written here',
    },
    {
      fault: 'a role for two functions',
      seed: ({ Resources }) =>
        (Resources.WebhookLambdaFunction.Properties.Role = { 'Fn::GetAtt': ['CapturesRole', 'Arn'] }),
      found: 'CapturesRole: used by WebhookLambdaFunction and CapturesLambdaFunction',
    },
    {
      fault: 'a role for nobody',
      seed: ({ Resources }) => (Resources.OldRole = structuredClone(Resources.WebhookRole)),
      found: 'OldRole: nobody uses this role',
    },
    {
      fault: 'a role that others may take on',
      seed: ({ Resources }) =>
        (Resources.WorkerRole.Properties.AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '123456789012' }),
      found: 'WorkerLambdaFunction: its role WorkerRole does not trust lambda.amazonaws.com alone',
    },
  ])('are found to have $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate(), { seed });

    expect(roleFindings(template)).toContain(found);
  });
});
