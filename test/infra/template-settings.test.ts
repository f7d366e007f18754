import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readSettings, SETTINGS } from '../../infra/settings.ts';
import { type Fault, withFault } from '../support/faults.ts';
import { ofType, packagedTemplate, readTemplate, ROOT, runOsls, type Template } from '../support/packaged-template.ts';
import { parameterFindings, readParameters, variableFindings } from './template/settings.ts';

const DOCUMENT = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
const { params } = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
const PARAMETERS = readParameters(params.default);

describe('the packaged template: environment variables', () => {
  it('are those that each function reads', async () => {
    expect(variableFindings(await packagedTemplate())).toEqual([]);
  });

  it.each<Fault>([
    {
      fault: 'one that nobody reads',
      seed: ({ Resources }) => (Resources.WebhookLambdaFunction.Properties.Environment.Variables.MIN_SEVERTY = 'major'),
      found: 'WebhookLambdaFunction: MIN_SEVERTY is read by nobody',
    },
    {
      fault: 'one too few',
      seed: ({ Resources }) => delete Resources.WorkerLambdaFunction.Properties.Environment.Variables.REUSE_SECONDS,
      found: 'WorkerLambdaFunction: REUSE_SECONDS is not set',
    },
  ])('are found to be $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate(), { seed });

    expect(variableFindings(template)).toEqual([found]);
  });
});

describe('parameters', () => {
  it('are checked and documented, all of them, with their defaults', () => {
    expect(parameterFindings(PARAMETERS, SETTINGS, DOCUMENT)).toEqual([]);
  });

  it('have the defaults of the functions', () => {
    expect(readSettings(PARAMETERS)).toEqual(readSettings({}));
  });

  it.each([
    {
      fault: 'not documented',
      found: parameterFindings({ ...PARAMETERS, NEW: '' }, [...SETTINGS, 'NEW'], DOCUMENT),
      finding: 'NEW: not documented',
    },
    {
      fault: 'not checked',
      found: parameterFindings({ ...PARAMETERS, CHATS: 'false' }, SETTINGS, DOCUMENT),
      finding: 'CHATS: nobody checks this parameter',
    },
    {
      fault: 'documented only',
      found: parameterFindings(PARAMETERS, SETTINGS, `| \`OLD\` | none | |\n${DOCUMENT}`),
      finding: 'OLD: documented, and not there',
    },
    {
      fault: 'documented with another default',
      found: parameterFindings({ ...PARAMETERS, REUSE_SECONDS: '3' }, SETTINGS, DOCUMENT),
      finding: 'REUSE_SECONDS: the default is 3, the document says `60`',
    },
    {
      fault: 'not in serverless.yml',
      found: parameterFindings(PARAMETERS, [...SETTINGS, 'ALLOWED'], DOCUMENT),
      finding: 'ALLOWED: serverless.yml has no such parameter',
    },
  ])('are found to be $fault', ({ found, finding }) => {
    expect(found).toContain(finding);
  });

  it('that are wrong are all named at once, one a line, and no value is repeated', () => {
    const given = {
      MIN_SEVERITY: 'urgent',
      LOG_RETENTION_DAYS: '31',
      ALARM_TOPIC_ARN: 'f3c1',
      POWERTOOLS_LOG_LEVEL: 'WARN',
    };

    expect(() => readSettings(given)).toThrow(
      'The configuration of the stack has faults:\n  MIN_SEVERITY must be one of critical, major, minor, info.\n' +
        '  ALARM_TOPIC_ARN must be an ARN of sns.\n  POWERTOOLS_LOG_LEVEL must be DEBUG or INFO.\n' +
        '  LOG_RETENTION_DAYS must be one of 1,',
    );
  });
});

describe('parameters: an e-mail address for alarms and a topic of one’s own', () => {
  it('are refused together, for the address would get nothing', () => {
    const given = { ALARM_EMAIL: 'a@example.com', ALARM_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:alarms' };

    expect(() => readSettings(given)).toThrow('ALARM_EMAIL must be empty if ALARM_TOPIC_ARN is set');
    expect(readSettings({ ALARM_EMAIL: given.ALARM_EMAIL })).toMatchObject({ ALARM_EMAIL: given.ALARM_EMAIL });
  });
});

const GIVEN = [
  'MIN_SEVERITY=critical',
  'LOG_RETENTION_DAYS=90',
  'DELETION_PROTECTION=true',
  'TRACING=true',
  'RUNBOOK_URL=https://wiki.example.com/snapshots',
];

describe('parameters that are given', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parameters-'));
  let template: Template;
  beforeAll(async () => {
    const args = ['--stage', 'prod', ...GIVEN.flatMap((param) => ['--param', param])];
    const { exitCode, output } = await runOsls(
      join(folder, 'given'),
      { MIN_SEVERITY: 'minor', REUSE_SECONDS: '0', THOUSANDEYES_API_URL: 'https://api.eu.example.com/' },
      args,
    );
    if (exitCode !== 0) throw new Error(output);
    template = readTemplate(join(folder, 'given'));
    return () => rmSync(folder, { recursive: true });
  });

  it('count before the environment, and that before the default', () => {
    const { WebhookLambdaFunction, WorkerLambdaFunction, WorkerLogGroup } = template.Resources;

    expect(WebhookLambdaFunction?.Properties['Environment'].Variables).toMatchObject({
      MIN_SEVERITY: 'critical',
      CAPTURE_ON: 'trigger',
    });
    expect(WorkerLambdaFunction?.Properties['Environment'].Variables).toMatchObject({ REUSE_SECONDS: '0' });
    expect(WorkerLogGroup?.Properties['RetentionInDays']).toBe(90);
  });

  it('protect the table, which the first deployment of any stage leaves unprotected', async () => {
    const plain = await packagedTemplate();

    expect(Object.keys(params)).toEqual(['default']);
    expect(template.Resources['Table']?.Properties['DeletionProtectionEnabled']).toBe(true);
    expect(plain.Resources['Table']?.Properties['DeletionProtectionEnabled']).toBe(false);
  });

  it('turn tracing on, which is off without them', async () => {
    const modesOf = (packaged: Template) =>
      ofType(packaged, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties['TracingConfig']?.Mode);
    const isOn = ({ Conditions }: Template) => JSON.stringify(Conditions['HasTracing']);
    const plain = await packagedTemplate();

    expect(modesOf(template)).toEqual(['Active', 'Active', 'Active', 'Active']);
    expect(modesOf(plain)).toEqual([undefined, undefined, undefined, undefined]);
    expect([isOn(template), isOn(plain)]).toEqual([
      '{"Fn::Equals":["true","true"]}',
      '{"Fn::Equals":["false","true"]}',
    ]);
  });

  it('give the base URL of the API as the worker calls it, so that a command can add a path to the output', () => {
    const { WorkerLambdaFunction } = template.Resources;

    expect(template.Outputs['ThousandEyesApiUrl']?.Value).toBe('https://api.eu.example.com/v7');
    expect(WorkerLambdaFunction?.Properties['Environment'].Variables).toMatchObject({
      THOUSANDEYES_API_URL: 'https://api.eu.example.com/v7',
    });
  });

  it('lead the alarms to one’s own runbook', () => {
    for (const [, { Properties }] of ofType(template, 'AWS::CloudWatch::Alarm')) {
      expect(Properties['AlarmDescription']).toMatch(/ https:\/\/wiki\.example\.com\/snapshots#[a-z0-9-]+$/);
    }
  });

  it('that are wrong stop the packaging with one sentence', async () => {
    const { exitCode, output } = await runOsls(join(folder, 'wrong'), { CAPTURE_ON: 'both', MIN_SEVERITY: 'urgent' });

    expect(exitCode).toBe(1);
    expect(output).toContain('MIN_SEVERITY must be one of critical, major, minor, info.');
    expect(output).not.toMatch(/urgent|\n +at /);
  });
});
