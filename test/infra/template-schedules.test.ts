import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart } from '../support/npm-start.ts';
import { ofType, packagedTemplate, runOsls, type Template } from '../support/packaged-template.ts';

const BROKEN = '- { name: hourly, schedule: rate(1 hours), tests: [{ testId: 3417762 }] }';
const FAULT = 'has faults. schedule 1 (hourly): schedule rate(1 hours) has to be rate(1 hour).';

describe('the packaged template with schedules', () => {
  let template: Template;
  let resources: Template['Resources'];
  const schedules = () => ofType(template, 'AWS::Scheduler::Schedule');
  beforeAll(async () => {
    template = await packagedTemplate('planned');
    resources = template.Resources;
  });

  it('has a schedule an entry, in a group of the stack’s own', () => {
    const properties = schedules().map(([, { Properties }]) => Properties);

    expect(properties.map(({ Name, ScheduleExpression }) => [Name, ScheduleExpression])).toEqual([
      ['monday-baseline', 'cron(0 6 ? * MON *)'],
      ['hourly', 'rate(1 hour)'],
    ]);
    for (const { GroupName } of properties) expect(GroupName).toEqual({ Ref: 'ScheduleGroup' });
    expect(resources['ScheduleGroup']?.Properties).toEqual({ Name: 'thousandeyes-snapshot-webhook-dev' });
  });

  it('targets the schedule function and keeps what cannot be delivered', () => {
    expect(resources['ScheduleLambdaFunction']?.Type).toBe('AWS::Lambda::Function');
    for (const [, { Properties }] of schedules()) {
      expect(Properties['Target']).toMatchObject({
        Arn: { 'Fn::GetAtt': ['ScheduleLambdaFunction', 'Arn'] },
        RoleArn: { 'Fn::GetAtt': ['SchedulerRole', 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['ScheduleDeadLetterQueue', 'Arn'] } },
      });
    }
  });

  it('has one role for Scheduler, which may invoke that function and write to that queue, for this account only', () => {
    const { AssumeRolePolicyDocument, Policies } = resources['SchedulerRole']?.Properties ?? {};
    const [{ Principal, Condition }] = AssumeRolePolicyDocument.Statement;

    expect(Principal).toEqual({ Service: 'scheduler.amazonaws.com' });
    expect(Condition.StringEquals).toEqual({
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
      'aws:SourceArn': { 'Fn::GetAtt': ['ScheduleGroup', 'Arn'] },
    });
    expect(Policies.flatMap((policy: any) => policy.PolicyDocument.Statement)).toEqual([
      {
        Effect: 'Allow',
        Action: ['lambda:InvokeFunction'],
        Resource: { 'Fn::GetAtt': ['ScheduleLambdaFunction', 'Arn'] },
      },
      {
        Effect: 'Allow',
        Action: ['sqs:SendMessage'],
        Resource: { 'Fn::GetAtt': ['ScheduleDeadLetterQueue', 'Arn'] },
      },
    ]);
  });

  it('keeps what the function threw in the same queue, and lets the function do so', () => {
    expect(resources['ScheduleInvocations']?.Properties).toMatchObject({
      FunctionName: { Ref: 'ScheduleLambdaFunction' },
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['ScheduleDeadLetterQueue', 'Arn'] } } },
    });
    expect(resources['ScheduleDeadLetterPolicy']?.Properties).toMatchObject({ Roles: [{ Ref: 'ScheduleRole' }] });
    expect(resources['ScheduleRole']?.Type).toBe('AWS::IAM::Role');
  });

  it('has nothing of EventBridge Scheduler as long as schedules.yml is empty', async () => {
    const { Resources } = await packagedTemplate();

    const types = Object.values(Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('AWS::Scheduler::'))).toEqual([]);
    expect(Object.keys(Resources).filter((id) => /^Schedule.*(Policy|Queue|Invocations)$/.test(id))).toEqual([]);
    expect(JSON.stringify(Resources)).not.toContain('scheduler.amazonaws.com');
  });
});

describe('a broken schedules file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schedules-'));
  const file = join(folder, 'planned.yml');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is neither packaged nor started: both say what is wrong', async () => {
    writeFileSync(file, BROKEN);

    const run = npmStart([], { SCHEDULES_FILE: file });
    const packaging = await runOsls(join(folder, 'package'), { SCHEDULES_FILE: file });

    expect(packaging.exitCode).toBe(1);
    expect(packaging.output).toContain(`planned.yml ${FAULT}`);
    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toBe(`${file} ${FAULT}\n`);
  });
});
