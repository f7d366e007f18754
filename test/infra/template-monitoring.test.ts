import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAILURE_ADVICE } from '../../lib/captures/failure-advice.ts';
import { GATE_REASONS } from '../../lib/planning/quota.ts';
import { whyNothingHappened } from '../../infra/monitoring/log-queries.ts';
import { type Fault, withFault } from '../support/faults.ts';
import { ofType, packagedTemplate, ROOT, TEMPLATES } from '../support/packaged-template.ts';
import { alarmFindings, runbookFindings } from './template/alarms.ts';
import { dashboardFindings } from './template/dashboard.ts';
import { logCodesIn, unknownCodes } from './template/log-codes.ts';

const RUNBOOK = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');

/** The name of each alarm in the runbook's table, and how urgent it is. */
const urgencies = (runbook: string): [string, string][] =>
  [...runbook.matchAll(/^\| (`[-\w`, ]+`) \| \[.*\]\(#[\w-]+\) \| (.+) \|$/gm)].flatMap(
    ([, names = '', urgency = '']) =>
      names.split(', ').map((name): [string, string] => [name.replaceAll('`', ''), urgency]),
  );

/** The alarms that the runbook's command subscribes a pager to. */
const pagedNames = (runbook: string): string[] => {
  const [, list = ''] = /AlarmName: \(\[([^\]]*)\] \| map/.exec(runbook) ?? [];
  return JSON.parse(`[${list}]`) as string[];
};

describe('the packaged template: alarms', () => {
  it.each(TEMPLATES)('are heard, say who is hurt, and lead into the runbook: %s', async (name) => {
    expect(alarmFindings(await packagedTemplate(name), RUNBOOK)).toEqual([]);
  });

  it('each have an urgency in the runbook, whose pager gets those to wake somebody for', async () => {
    const names = ofType(await packagedTemplate('planned'), 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      Properties['AlarmName'].replace('thousandeyes-snapshot-webhook-dev-', ''),
    );

    expect(urgencies(RUNBOOK).map(([name]) => name)).toEqual(expect.arrayContaining(names));
    expect(urgencies(RUNBOOK)).toHaveLength(names.length);
    expect(pagedNames(RUNBOOK)).toEqual(
      urgencies(RUNBOOK)
        .filter(([, urgency]) => urgency?.startsWith('wake me'))
        .map(([name]) => name),
    );
  });

  it('are there for every heading of the runbook', async () => {
    expect(runbookFindings(await packagedTemplate('planned'), RUNBOOK)).toEqual([]);
  });

  it.each<Fault>([
    {
      fault: 'nobody who hears it',
      seed: ({ Resources }) => (Resources.CapturesFailedAlarm.Properties.AlarmActions = []),
      found: 'CapturesFailedAlarm: tells nobody',
    },
    {
      fault: 'nobody who hears that it is over',
      seed: ({ Resources }) => delete Resources.CapturesFailedAlarm.Properties.OKActions,
      found: 'CapturesFailedAlarm: tells nobody that it is over',
    },
    {
      fault: 'an anchor that leads nowhere',
      seed: ({ Resources }) => (Resources.WorkerErrorsAlarm.Properties.AlarmDescription += '-at-all'),
      found: 'WorkerErrorsAlarm: the runbook has no heading a-function-fails-at-all',
    },
    {
      fault: 'no sentence',
      seed: ({ Resources }) =>
        (Resources.WorkerErrorsAlarm.Properties.AlarmDescription = 'docs/runbook.md#a-function-fails'),
      found: 'WorkerErrorsAlarm: does not say in a sentence who is hurt',
    },
    {
      fault: 'nothing about missing data',
      seed: ({ Resources }) => delete Resources.WatchdogSilentAlarm.Properties.TreatMissingData,
      found: 'WatchdogSilentAlarm: does not say what no data means',
    },
    {
      fault: 'a metric that nobody writes',
      seed: ({ Resources }) => (Resources.OldestPendingAlarm.Properties.MetricName = 'OldestPendingMinutes'),
      found: 'OldestPendingAlarm: there is no metric ThousandEyesSnapshots OldestPendingMinutes',
    },
    {
      fault: 'a metric that AWS does not write',
      seed: ({ Resources }) => (Resources.HttpApiErrorsAlarm.Properties.MetricName = '5XXError'),
      found: 'HttpApiErrorsAlarm: there is no metric AWS/ApiGateway 5XXError',
    },
    {
      fault: 'another stack’s service',
      seed: ({ Resources }) => (Resources.OldestPendingAlarm.Properties.Dimensions[0].Value = 'other'),
      found: 'OldestPendingAlarm: looks at another service than the functions write for',
    },
    {
      fault: 'no look at a function',
      seed: ({ Resources }) => delete Resources.WorkerThrottlesAlarm,
      found: 'WorkerLambdaFunction: no alarm looks at its Throttles',
    },
    {
      fault: 'no look at dead letters',
      seed: ({ Resources }) => delete Resources.ScheduleDeadLettersAlarm,
      found: 'ScheduleDeadLetterQueue: no alarm looks at it',
    },
  ])('are found to have $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate('planned'), { seed });

    expect(alarmFindings(template, RUNBOOK)).toContain(found);
  });

  it('are missed where the runbook has a heading without one', async () => {
    const seed = ({ Resources }: any) => delete Resources.WatchdogSilentAlarm;
    const template = withFault(await packagedTemplate('planned'), { seed });

    expect(runbookFindings(template, RUNBOOK)).toEqual([
      'the runbook’s heading the-watchdog-is-silent belongs to no alarm',
    ]);
  });
});

describe('the packaged template: dashboard', () => {
  it.each(TEMPLATES)('is one that CloudWatch takes, of metrics and log groups that exist: %s', async (name) => {
    expect(dashboardFindings(await packagedTemplate(name))).toEqual([]);
  });

  const edit = (from: string | RegExp, to: string) => (template: any) => {
    const body = template.Resources.Dashboard.Properties.DashboardBody;
    body['Fn::Sub'] = body['Fn::Sub'].replace(from, to);
  };
  it.each<Fault>([
    { fault: 'a body that is no JSON', seed: edit(/\}$/, ''), found: 'Dashboard: its body is no JSON' },
    {
      fault: 'a metric that nobody writes',
      seed: edit('"AlertsReceived"', '"AlertsSeen"'),
      found: 'widget 0: there is no metric ThousandEyesSnapshots AlertsSeen',
    },
    { fault: 'a widget over another', seed: edit('"y":4', '"y":3'), found: 'widget 1: has no place' },
    {
      fault: 'a log group that is not there',
      seed: edit("-webhook'", "-webhooks'"),
      found: 'widget 12: there is no log group /aws/lambda/thousandeyes-snapshot-webhook-dev-webhooks',
    },
  ])('is found to have $fault', async ({ seed, found }) => {
    const template = withFault(await packagedTemplate(), { seed });

    expect(dashboardFindings(template)).toContain(found);
  });
});

describe('the dashboard’s name', () => {
  it('holds the region, for dashboards belong to the whole account', async () => {
    const { Dashboard } = (await packagedTemplate()).Resources;

    expect(Dashboard?.Properties['DashboardName']).toEqual({
      'Fn::Sub': 'thousandeyes-snapshot-webhook-dev-${AWS::Region}',
    });
  });
});

describe('commands in the documents', () => {
  it.each(['docs/runbook.md', 'docs/deployment.md'])(
    'that act on a deployment name its stage and region: %s',
    (file) => {
      const commands = readFileSync(join(ROOT, file), 'utf8').match(/(?:npx osls|npm run deploy).*/g) ?? [];

      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) expect(command).toMatch(/--stage (prod|"\$(STAGE|\{STAGE:\?\})") --region \S/);
    },
  );
});

describe('the runbook', () => {
  it.each([...Object.keys(FAILURE_ADVICE), ...GATE_REASONS])('says what to do about %s', (code) => {
    expect(RUNBOOK).toContain(`\`${code}\``);
  });
});

describe('the queries for logs', () => {
  it('ask for the same codes by hand and on the dashboard: why did nothing happen?', () => {
    const [first = ''] = RUNBOOK.split('## Alarms');

    expect(logCodesIn(first)).toEqual(logCodesIn(whyNothingHappened('any')));
    expect(logCodesIn(first).length).toBeGreaterThan(10);
  });

  it('show how many requests a line counts, where lines are written together', () => {
    const blocks = [...RUNBOOK.matchAll(/```\n(fields [^`]*)```/g)].map(([, query = '']) => query);
    const bounded = [whyNothingHappened('any'), ...blocks].filter((query) => query.includes('webhook_failed'));

    expect(bounded.length).toBeGreaterThan(3);
    for (const query of bounded) expect(query).toMatch(/fields [^|]*\brefusals\b/);
  });

  it('ask for codes that a document explains', () => {
    const [, table = ''] = readFileSync(join(ROOT, 'docs/troubleshooting.md'), 'utf8').split('| `message` |');
    const explained = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, codes = '']) =>
      codes.replaceAll('`', '').split(', '),
    );

    expect(explained).toEqual(expect.arrayContaining(logCodesIn(whyNothingHappened('any'))));
    expect(unknownCodes(explained)).toEqual([]);
  });

  it('look for codes that the code logs: runbook and dashboard', async () => {
    const { Dashboard } = (await packagedTemplate()).Resources;
    const asked = logCodesIn(`${RUNBOOK} ${JSON.stringify(Dashboard)}`);

    expect(asked.length).toBeGreaterThan(10);
    expect(unknownCodes(asked)).toEqual([]);
    expect(unknownCodes([...asked, 'nothing_happened'])).toEqual(['nothing_happened']);
  });
});
