import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { tableDefinition } from '../local/dynamo.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
}

describe('the packaged template', () => {
  let resources: Record<string, Resource>;
  const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type);
  beforeAll(() => {
    // No credentials and no network: packaging needs neither.
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true' };
    execFileSync('node_modules/.bin/osls', ['package'], { cwd: ROOT, env, stdio: 'pipe' });
    const template = readFileSync(`${ROOT}.serverless/cloudformation-template-update-stack.json`, 'utf8');
    resources = JSON.parse(template).Resources;
  });

  it('has the same table as the local system', () => {
    const [table] = ofType('AWS::DynamoDB::Table');

    expect(table?.Properties).toMatchObject(tableDefinition);
  });

  it('runs every function on Node 24, arm64, from one bundle of its own', () => {
    const functions = ofType('AWS::Lambda::Function').map(({ Properties }) => Properties);

    expect(functions.map(({ Handler }) => Handler).toSorted()).toEqual(
      ['captures', 'schedule', 'webhook', 'worker'].map((name) => `dist/${name}/index.handler`),
    );
    for (const { Runtime, Architectures } of functions) {
      expect({ Runtime, Architectures }).toEqual({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
    }
  });

  it('keeps wakes invisible for six times the worker’s timeout, and has a dead-letter queue for them', () => {
    const worker = ofType('AWS::Lambda::Function').find(({ Properties }) => Properties['Handler'].includes('worker'));
    const queue = resources['WakeQueue']?.Properties;

    expect(queue?.['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * worker?.Properties['Timeout']);
    expect(queue?.['RedrivePolicy']).toMatchObject({ maxReceiveCount: 5 });
  });

  it('gives every function a role of its own without wildcards', () => {
    const roles = ofType('AWS::IAM::Role');
    const functions = ofType('AWS::Lambda::Function');
    const statements = roles.flatMap(({ Properties }) =>
      Properties['Policies'].flatMap((policy: any) => policy.PolicyDocument.Statement),
    );

    expect(roles).toHaveLength(functions.length);
    expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties['Role']))).size).toBe(functions.length);
    for (const { Action, Resource } of statements) {
      expect(Action.join()).not.toContain('*');
      expect(Resource).not.toBe('*');
    }
  });

  it('has a watchdog that comes every minute', () => {
    const [rule] = ofType('AWS::Events::Rule');

    expect(rule?.Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    expect(rule?.Properties['Targets'][0].Input).toBe('{"source":"watchdog"}');
  });

  it('has nothing of EventBridge Scheduler as long as schedules.yml is empty', () => {
    const types = Object.values(resources).map(({ Type }) => Type);

    expect(types.filter((type) => /^AWS::(Scheduler::|Lambda::EventInvokeConfig|IAM::Policy)/.test(type))).toEqual([]);
    expect(JSON.stringify(resources)).not.toContain('scheduler.amazonaws.com');
  });
});
