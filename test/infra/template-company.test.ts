import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { effective } from '../support/effective-template.ts';
import { ofType, packagedTemplate, readTemplate, runOsls, type Template } from '../support/packaged-template.ts';
import { loadSpec, schemaFindings } from './template/schema.ts';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/6f0b5d1e-0000-4000-8000-000000000001';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/teams/boundary';
const GIVEN = {
  PERMISSIONS_BOUNDARY_ARN: BOUNDARY,
  ROLE_PATH: '/teams/noc/',
  TAGS: 'team=noc, cost-center=4711',
  KMS_KEY_ARN: KEY,
  SUBSCRIBER_ACCOUNTS: '111111111111,222222222222',
  CHAT: 'true',
};
const SCHEDULES = '- { name: hourly, schedule: rate(1 hour), tests: [{ testId: 3417762 }] }';

let raw: Template;
let company: Template;
let plain: Template;
let stackTags: Record<string, string>;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'company-'));
  const schedules = join(folder, 'schedules.yml');
  writeFileSync(schedules, SCHEDULES);
  const { exitCode, output } = await runOsls(join(folder, 'package'), { ...GIVEN, SCHEDULES_FILE: schedules });
  if (exitCode !== 0) throw new Error(output);
  raw = readTemplate(join(folder, 'package'));
  company = effective(raw);
  plain = effective(await packagedTemplate('planned'));
  const state = readFileSync(join(folder, 'package/.serverless/serverless-state.json'), 'utf8');
  stackTags = JSON.parse(state).service.provider.stackTags;
  return () => rmSync(folder, { recursive: true });
}, 60_000);

const propertiesOf = (template: Template, type: string) =>
  ofType(template, type).map(([id, { Properties }]) => [id, Properties] as const);

describe('a company’s guardrails: roles', () => {
  it('have the boundary and the path, all of them, Scheduler’s too', () => {
    const roles = propertiesOf(company, 'AWS::IAM::Role');

    expect(roles.map(([id]) => id)).toContain('SchedulerRole');
    for (const [, properties] of roles) {
      expect(properties).toMatchObject({ PermissionsBoundary: BOUNDARY, Path: '/teams/noc/' });
    }
  });

  it('have neither without them', () => {
    for (const [, properties] of propertiesOf(plain, 'AWS::IAM::Role')) {
      expect(properties).not.toHaveProperty('PermissionsBoundary');
      expect(properties['Path']).toBe('/');
    }
  });
});

describe('a company’s guardrails: tags', () => {
  it('are on the stack, beside its own, and so on everything in it', () => {
    expect(stackTags).toEqual({
      service: 'thousandeyes-snapshot-webhook',
      stage: 'dev',
      team: 'noc',
      'cost-center': '4711',
    });
  });
});

describe('a company’s guardrails: a key of its own', () => {
  it('encrypts table, topics, queues and logs', () => {
    const table = company.Resources['Table']?.Properties['SSESpecification'];
    const topics = propertiesOf(company, 'AWS::SNS::Topic').map(([id, { KmsMasterKeyId }]) => [id, KmsMasterKeyId]);
    const queues = propertiesOf(company, 'AWS::SQS::Queue');
    const logs = propertiesOf(company, 'AWS::Logs::LogGroup').map(([id, { KmsKeyId }]) => [id, KmsKeyId]);

    expect(table).toEqual({ SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY });
    expect(topics).toEqual(['EvidenceTopic', 'ChatTopic', 'AlarmTopic'].map((id) => [id, KEY]));
    expect(queues).toHaveLength(3);
    for (const [, queue] of queues) expect(queue).toMatchObject({ SqsManagedSseEnabled: false, KmsMasterKeyId: KEY });
    expect(logs).toHaveLength(5);
    expect(logs.filter(([, key]) => key !== KEY)).toEqual([]);
  });

  it('is used by each role for the services that it calls, and for nothing else', () => {
    const allowed = propertiesOf(company, 'AWS::IAM::Policy')
      .filter(([, { PolicyName }]) => PolicyName === 'key')
      .flatMap(([, { Roles, PolicyDocument }]) =>
        Roles.flatMap(({ Ref }: { Ref: string }) =>
          PolicyDocument.Statement.map(({ Action, Resource, Condition }: any) => {
            const services = [Condition.StringEquals['kms:ViaService']].flat();
            const via = services.map((service) => service['Fn::Sub'].replace('.${AWS::Region}.${AWS::URLSuffix}', ''));
            return { role: Ref, actions: Action.join(), via: via.join(), key: Resource };
          }),
        ),
      );

    const ofIntake = ['WebhookRole', 'CapturesRole', 'ScheduleRole'].flatMap((role) => [
      { role, actions: 'kms:Decrypt', via: 'dynamodb,sqs', key: KEY },
      { role, actions: 'kms:GenerateDataKey', via: 'sqs', key: KEY },
    ]);
    expect(allowed).toEqual([
      ...ofIntake,
      { role: 'WorkerRole', actions: 'kms:Decrypt', via: 'dynamodb,sqs,sns', key: KEY },
      { role: 'WorkerRole', actions: 'kms:GenerateDataKey', via: 'sqs,sns', key: KEY },
      { role: 'SchedulerRole', actions: 'kms:Decrypt,kms:GenerateDataKey', via: 'sqs', key: KEY },
    ]);
  });

  it('leaves everything to the keys of AWS without it, and allows no role a key', () => {
    const { Table, EvidenceTopic, AlarmTopic, WakeQueue, WorkerLogGroup } = plain.Resources;

    expect(Table?.Properties['SSESpecification']).toEqual({ SSEEnabled: true });
    expect(EvidenceTopic?.Properties['KmsMasterKeyId']).toBe('alias/aws/sns');
    expect(AlarmTopic?.Properties).not.toHaveProperty('KmsMasterKeyId');
    expect(WakeQueue?.Properties).toMatchObject({ SqsManagedSseEnabled: true });
    expect(WakeQueue?.Properties).not.toHaveProperty('KmsMasterKeyId');
    expect(WorkerLogGroup?.Properties).not.toHaveProperty('KmsKeyId');
    expect(JSON.stringify(plain.Resources)).not.toContain('kms:');
  });
});

describe('a company’s guardrails: accounts that subscribe', () => {
  const statementsOf = (template: Template) =>
    template.Resources['EvidenceTopicPolicy']?.Properties['PolicyDocument'].Statement;

  it('may subscribe to the evidence, and nothing else', () => {
    const allowed = statementsOf(company).filter(({ Effect }: any) => Effect === 'Allow');

    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: ['111111111111', '222222222222'] },
        Action: 'sns:Subscribe',
        Resource: { Ref: 'EvidenceTopic' },
      },
    ]);
  });

  it('are none without the setting', () => {
    expect(statementsOf(plain).filter(({ Effect }: any) => Effect === 'Allow')).toEqual([]);
  });
});

describe('a company’s guardrails: all of them', () => {
  it('are a template that AWS knows', async () => {
    expect(schemaFindings(raw, await loadSpec())).toEqual([]);
    expect(schemaFindings(company, await loadSpec())).toEqual([]);
  });
});
