import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { METRICS_NAMESPACE, type MetricName } from '../../lib/runtime/metrics.ts';
import type { Stack } from '../stack.ts';
import { type LogMetricName, logMetricsNamespace } from './log-metrics.ts';
import { whyNothingHappened } from './log-queries.ts';
import { lines, logs, numbers, type Widget } from './widgets.ts';

/** A row of the dashboard is 24 columns wide; the widgets of a row share it. */
const COLUMNS = 24;

interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

/** The dashboard: from alert to link, how long it takes, what the quota allows, what fails, and why nothing happened. */
export const dashboardOf = (stack: Stack) => ({
  Type: 'AWS::CloudWatch::Dashboard',
  Properties: {
    // Dashboards belong to the account, not to a region.
    DashboardName: { 'Fn::Sub': `${stack.name}-\${AWS::Region}` },
    // CloudFormation fills in the region and the names that AWS gives.
    DashboardBody: { 'Fn::Sub': JSON.stringify({ widgets: placed(rowsOf(stack)) }) },
  },
});

const placed = (rows: readonly Row[]) => {
  let y = 0;
  return rows.flatMap(({ height, widgets }) => {
    const width = COLUMNS / widgets.length;
    const row = widgets.map((widget, index) => ({ ...widget, x: index * width, y, width, height }));
    y += height;
    return row;
  });
};

const ofQueue = (queue: string, label: string) => [
  'AWS/SQS',
  'ApproximateNumberOfMessagesVisible',
  'QueueName',
  `\${${queue}.QueueName}`,
  { stat: 'Maximum', label },
];

const ofApi = (metric: string) => ['AWS/ApiGateway', metric, 'ApiId', '${HttpApi}', { stat: 'Sum', label: metric }];

const rowsOf = (stack: Stack): readonly Row[] => {
  const own = (name: MetricName, stat = 'Sum', label: string = name) => [
    METRICS_NAMESPACE,
    name,
    'service',
    stack.name,
    { stat, label },
  ];
  const ofAccessLog = (name: LogMetricName) => [logMetricsNamespace(stack), name, { stat: 'Sum', label: name }];
  const ofFunctions = (metric: string, stat: string) =>
    FUNCTION_NAMES.map((name) => [
      'AWS/Lambda',
      metric,
      'FunctionName',
      `${stack.name}-${name}`,
      { stat, label: name },
    ]);
  const deadLetters = [
    ofQueue('WakeDeadLetterQueue', 'wakes'),
    ...(stack.hasSchedules ? [ofQueue('ScheduleDeadLetterQueue', 'planned runs')] : []),
  ];
  const limit = {
    horizontal: [{ label: 'all slots', value: stack.settings.SNAPSHOT_LIMIT }],
  };

  return [
    {
      height: 4,
      widgets: [
        numbers(
          'From alert to link',
          FUNNEL.map((name) => own(name)),
        ),
      ],
    },
    {
      height: 6,
      widgets: [
        lines('From alert to link, seconds', [
          own('AlertToLinkSeconds', 'p50', 'median'),
          own('AlertToLinkSeconds', 'p95', '95 %'),
          own('AlertToLinkSeconds', 'Maximum', 'longest'),
        ]),
        lines('Age of the oldest pending capture, seconds', [own('OldestPendingSeconds', 'Maximum', 'oldest')]),
        lines('Slots in use', [own('SlotsInUse', 'Maximum', 'in use')], { annotations: limit }),
      ],
    },
    {
      height: 6,
      widgets: [
        lines('ThousandEyes', [
          own('UpstreamRateLimited'),
          own('UpstreamErrors'),
          own('UpstreamUnauthorized'),
          own('UpstreamRedirected'),
          own('UpstreamTestsMissing', 'Maximum', 'tests missing'),
        ]),
        lines('Refused and failed', [
          own('WebhookUnauthorized'),
          own('WebhookRefused'),
          own('OperatorUnauthorized'),
          own('SecretsWithoutValue'),
          own('NotificationsNotAccepted'),
          own('CapturesFailed'),
          own('LinksWithheld'),
        ]),
        lines('HTTP API', [
          ofApi('Count'),
          ofApi('4xx'),
          ofApi('5xx'),
          ofAccessLog('RequestsThrottled'),
          ofAccessLog('AlertRequestsRefused'),
        ]),
        lines('Dead letters', deadLetters),
      ],
    },
    {
      height: 6,
      widgets: [
        lines('Errors of functions', ofFunctions('Errors', 'Sum')),
        lines('Throttles of functions', ofFunctions('Throttles', 'Sum')),
        lines('Longest run, milliseconds', ofFunctions('Duration', 'Maximum')),
        lines('Watchdog', [own('WatchdogHeartbeat')]),
      ],
    },
    { height: 8, widgets: [logs('Why did nothing happen?', whyNothingHappened(stack.name))] },
  ];
};

/** What becomes of an alert, in the order in which it happens. */
const FUNNEL = [
  'AlertsReceived',
  'AlertsIgnored',
  'AlertsRepeated',
  'AlertsQuarantined',
  'CapturesAccepted',
  'CapturesMerged',
  'CapturesReused',
  'SnapshotsCreated',
  'CapturesPublished',
  'CapturesFailed',
] as const satisfies readonly MetricName[];
