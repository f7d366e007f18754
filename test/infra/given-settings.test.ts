import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { givenSettings } from '../../infra/given-settings.ts';
import { readSettings, SETTINGS } from '../../infra/settings.ts';
import { readTemplate, ROOT, runOsls } from '../support/packaged-template.ts';

const NOTHING = { options: null, blocks: {}, file: {}, stage: 'prod' };
const ARN = 'eu-central-1:123456789012';

/** A value for each setting, as YAML has it without quotes. */
const VALUES: Readonly<Record<(typeof SETTINGS)[number], string | number | boolean>> = {
  LINK_VISIBILITY: 'login',
  CAPTURE_ON: 'both',
  REACH_BACK: true,
  MIN_SEVERITY: 'major',
  ONLY_RULE_IDS: 4711,
  EXCEPT_RULE_IDS: 4712,
  ONLY_TEST_IDS: 4713,
  EXCEPT_TEST_IDS: 4714,
  ACCOUNT_GROUPS: 4715,
  PUBLIC_URL: 'https://evidence.example.com',
  THOUSANDEYES_API_URL: 'https://api.eu.example.com/v7',
  THOUSANDEYES_TIMEOUT_SECONDS: 10,
  SNAPSHOT_LIMIT: 4,
  SNAPSHOT_LIMIT_SECONDS: 600,
  REUSE_SECONDS: 0,
  GROUP_SAME_TEST_MINUTES: 30,
  MANUAL_CAPTURES_LIMIT: 20,
  GIVE_UP_HOURS: 24,
  RETENTION_DAYS: 90,
  EVIDENCE_EMAIL: 'noc@example.com',
  CHAT: true,
  ALARM_TOPIC_ARN: `arn:aws:sns:${ARN}:alarms`,
  ALARM_EMAIL: 'oncall@example.com',
  ALARM_PENDING_MINUTES: 30,
  RUNBOOK_URL: 'https://wiki.example.com/snapshots',
  THOUSANDEYES_SECRET_ARN: `arn:aws:secretsmanager:${ARN}:secret:te-AbCdEf`,
  WEBHOOK_SECRET_ARN: `arn:aws:secretsmanager:${ARN}:secret:webhook-AbCdEf`,
  OPERATOR_SECRET_ARN: `arn:aws:secretsmanager:${ARN}:secret:operator-AbCdEf`,
  WEBHOOK_ALLOWED_CIDRS: '192.0.2.0/24',
  OPERATOR_ALLOWED_CIDRS: '2001:db8::/32',
  PERMISSIONS_BOUNDARY_ARN: 'arn:aws:iam::123456789012:policy/boundary',
  ROLE_PATH: '/teams/noc/',
  TAGS: 'team=noc',
  KMS_KEY_ARN: `arn:aws:kms:${ARN}:key/mrk-0123`,
  SUBSCRIBER_ACCOUNTS: 111_111_111_111,
  POWERTOOLS_LOG_LEVEL: 'DEBUG',
  LOG_RETENTION_DAYS: 90,
  WEBHOOK_RATE_LIMIT: 500,
  WEBHOOK_BURST_LIMIT: 600,
  THROTTLING_RATE_LIMIT: 50,
  THROTTLING_BURST_LIMIT: 60,
  TRACING: true,
  DELETION_PROTECTION: true,
};
/** The settings that a deployment can combine. */
const TOGETHER = { ...VALUES, ALARM_EMAIL: '' };
const TEXTS = Object.fromEntries(Object.entries(TOGETHER).map(([name, value]) => [name, String(value)]));

describe('settings: the value of each', () => {
  it.each(SETTINGS)('is the same as text and as YAML reads it: %s', (name) => {
    const read = (value: unknown) =>
      readSettings(givenSettings({ ...NOTHING, blocks: { prod: { [name]: value } } }), 'eu-central-1');

    expect(read(VALUES[name])).toEqual(read(String(VALUES[name])));
    expect(read(VALUES[name])).toEqual(readSettings({ [name]: String(VALUES[name]) }));
  });

  it.each([
    ['a list', [4711, 4712]],
    ['a block', { id: 4711 }],
    ['a date', new Date(0)],
    ['a fraction', 4.5],
    ['a number that has lost digits', 2 ** 53 + 2],
  ])('is refused without being repeated if it is %s', (_, value) => {
    const blocks = { prod: { ONLY_RULE_IDS: value, SNAPSHOT_LIMIT: value } };

    expect(() => givenSettings({ ...NOTHING, blocks })).toThrow(
      /^The configuration of the stack has faults:\n  ONLY_RULE_IDS must be text[^\n]*\n  SNAPSHOT_LIMIT must be text[^\n]*$/,
    );
    expect(() => givenSettings({ ...NOTHING, blocks })).not.toThrow(/4711|4\.5|9007|1970/);
  });
});

describe('settings: the place that counts', () => {
  const PLACES = [
    { options: ['CHAT=first', 'CHAT=option'] },
    { blocks: { prod: { CHAT: 'stage' }, default: { CHAT: 'default' }, dev: { CHAT: 'other' } } },
    { file: { prod: { CHAT: 'file' }, default: { CHAT: 'file for all' }, dev: { CHAT: 'other' } } },
    { blocks: { default: { CHAT: 'default' } }, file: { default: { CHAT: 'file for all' }, prod: null } },
    { blocks: { default: { CHAT: 'default' } }, file: { prod: { CHAT: null } } },
  ];

  it.each([
    ['--param', 0, 'option'],
    ['the block of the stage', 1, 'stage'],
    ['settings.yml for the stage', 2, 'file'],
    ['settings.yml for all stages', 3, 'file for all'],
    ['environment and default', 4, 'default'],
  ])('is %s, if nothing before it has the setting', (_, first, value) => {
    const places = PLACES.slice(first).toReversed();

    expect(givenSettings(Object.assign({ ...NOTHING }, ...places))).toMatchObject({ CHAT: value });
  });

  it('is one with an empty value too, which turns off what holds for all stages', () => {
    const file = { default: { MIN_SEVERITY: 'major' }, prod: { MIN_SEVERITY: '' } };

    expect(givenSettings({ ...NOTHING, file })).toMatchObject({ MIN_SEVERITY: '', CHAT: '' });
  });

  it('is no option without a value, which would turn the setting off', () => {
    expect(() => givenSettings({ ...NOTHING, options: ['CHAT'] })).toThrow('\n  CHAT must be given as CHAT=value.');
    expect(givenSettings({ ...NOTHING, options: ['CHAT='] })).toMatchObject({ CHAT: '' });
  });

  it('keeps what is behind the first = of an option', () => {
    expect(givenSettings({ ...NOTHING, options: ['TAGS=team=noc'] })).toMatchObject({ TAGS: 'team=noc' });
  });
});

describe('settings: the packaged template', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const SERVERLESS = readFileSync(join(ROOT, 'serverless.yml'), 'utf8');

  const SCHEDULES = '- { name: hourly, schedule: rate(1 hour), tests: [{ testId: 3417762 }] }\n';

  const templateWith = async (name: string, files: Readonly<Record<string, string>>) => {
    const { exitCode, output } = await runOsls(join(folder, name), {}, ['--stage', 'prod'], {
      'schedules.yml': SCHEDULES,
      ...files,
    });
    expect(output).not.toContain('has faults');
    expect(exitCode).toBe(0);
    const { Resources, Conditions, Outputs } = readTemplate(join(folder, name));
    return JSON.parse(JSON.stringify({ Resources, Conditions, Outputs }).replace(/prod\/\d+-[^/]+\//g, ''));
  };

  let byText: Awaited<ReturnType<typeof templateWith>>;
  beforeAll(async () => {
    byText = await templateWith('text', { 'settings.yml': stringify({ prod: TEXTS }) });
  });

  it('has the settings that settings.yml gives as text', () => {
    expect(byText.Resources.WorkerLambdaFunction.Properties.Environment.Variables).toMatchObject({
      REUSE_SECONDS: '0',
    });
    expect(byText.Conditions.HasTracing).toEqual({ 'Fn::Equals': ['true', 'true'] });
    expect(byText.Resources.SchedulerRole.Properties.Path).toBe('/teams/noc/');
    expect(byText.Resources.ScheduleGroup.Properties.Name).toMatch(/-prod$/);
  });

  it('is the same by numbers and booleans in settings.yml', async () => {
    expect(await templateWith('file', { 'settings.yml': stringify({ prod: TOGETHER }) })).toEqual(byText);
  });

  it('is the same by numbers and booleans in the block of a stage', async () => {
    const block = stringify({ prod: TOGETHER }).replace(/^/gm, '  ');
    const inServerless = SERVERLESS.replace(/^provider:$/m, `${block}\nprovider:`);

    expect(await templateWith('block', { 'serverless.yml': inServerless })).toEqual(byText);
  });

  it('reads no parameter past the checked text', () => {
    const parts = readdirSync(join(ROOT, 'infra'), { recursive: true, encoding: 'utf8' });
    const texts = parts
      .filter((name) => /\.(yml|cjs|ts)$/.test(name))
      .map((name) => readFileSync(join(ROOT, 'infra', name), 'utf8'));

    expect([SERVERLESS, ...texts].join('\n')).not.toContain('param:');
  });
});
