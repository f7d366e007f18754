import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmStart } from './support/npm-start.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const SCHEDULES = `
- name: monday-baseline
  schedule: cron(0 6 ? * MON *)
  timezone: Europe/Berlin
  hours: 24
  tests: [{ testId: 3417721, aid: 74411 }]
- name: hourly
  schedule: rate(1 hour)
  tests: [{ testId: 3417762 }]
`;

const BROKEN = '- { name: hourly, schedule: rate(1 hours), tests: [{ testId: 3417762 }] }';
const FAULT = 'has faults. schedule 1 (hourly): schedule rate(1 hours) has to be rate(1 hour).';

/** The repository in a folder of its own, because osls packages into the folder that it runs in. */
describe('the packaged template with schedules', () => {
  let folder: string;
  let resources: Record<string, { readonly Type: string; readonly Properties: Record<string, any> }>;
  const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  const runOsls = () => {
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true', SCHEDULES_FILE: 'planned.yml' };
    return spawnSync(join(ROOT, 'node_modules/.bin/osls'), ['package'], { cwd: folder, env, encoding: 'utf8' });
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'template-'));
    for (const part of ['serverless.yml', 'package.json', 'resources', 'dist']) {
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    }
    // Stays where its imports are.
    rmSync(join(folder, 'resources/schedules.cjs'));
    symlinkSync(join(ROOT, 'resources/schedules.cjs'), join(folder, 'resources/schedules.cjs'));
    writeFileSync(join(folder, 'planned.yml'), SCHEDULES);
    const { status, stdout, stderr } = runOsls();
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    const template = readFileSync(join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8');
    resources = JSON.parse(template).Resources;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a schedule an entry, in a group of the stack’s own', () => {
    const properties = ofType('AWS::Scheduler::Schedule').map(([, { Properties }]) => Properties);

    expect(properties.map(({ Name, ScheduleExpression }) => [Name, ScheduleExpression])).toEqual([
      ['monday-baseline', 'cron(0 6 ? * MON *)'],
      ['hourly', 'rate(1 hour)'],
    ]);
    for (const { GroupName } of properties) expect(GroupName).toEqual({ Ref: 'ScheduleGroup' });
    expect(resources['ScheduleGroup']?.Properties).toEqual({ Name: 'thousandeyes-snapshot-webhook-dev' });
  });

  it('targets the schedule function and keeps what cannot be delivered', () => {
    expect(resources['ScheduleLambdaFunction']?.Type).toBe('AWS::Lambda::Function');
    for (const [, { Properties }] of ofType('AWS::Scheduler::Schedule')) {
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

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(resources);
    const targets = [...text.matchAll(/"(?:Ref":|Fn::GetAtt":\[)"([^":]+)"/g)].map(([, id = '']) => id);

    expect(targets.filter((id) => !(id in resources))).toEqual([]);
  });

  it('is not made of a broken file: packaging and npm start say what is wrong', async () => {
    writeFileSync(join(folder, 'planned.yml'), BROKEN);

    const run = npmStart([], { SCHEDULES_FILE: join(folder, 'planned.yml') });
    const packaging = runOsls();

    expect(packaging.status).toBe(1);
    expect(`${packaging.stdout}${packaging.stderr}`).toContain(`planned.yml ${FAULT}`);
    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toBe(`${join(folder, 'planned.yml')} ${FAULT}\n`);
  });
});
