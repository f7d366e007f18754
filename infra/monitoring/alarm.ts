import { METRICS_NAMESPACE, type MetricName } from '../../lib/runtime/metrics.ts';
import type { Stack } from '../stack.ts';

/** A value of the template that CloudFormation fills in. */
type Reference = Readonly<Record<string, unknown>>;

/** One metric, and how its data of a period become one number. */
export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string | Reference }[];
  readonly Statistic: 'Sum' | 'Maximum';
}

/** A metric of our own, for the whole stack. */
export const ownMetric = ({ name }: Stack, MetricName: MetricName, Statistic: Metric['Statistic'] = 'Sum'): Metric => ({
  Namespace: METRICS_NAMESPACE,
  MetricName,
  Dimensions: [{ Name: 'service', Value: name }],
  Statistic,
});

/** A metric of AWS's about one resource. */
export const awsMetric = (
  [Namespace, MetricName]: readonly [string, string],
  [Name, Value]: readonly [string, Reference],
  Statistic: Metric['Statistic'] = 'Sum',
): Metric => ({ Namespace: `AWS/${Namespace}`, MetricName, Dimensions: [{ Name, Value }], Statistic });

export interface AlarmOptions {
  /** Who is hurt, and how: one sentence, the first that the person on call reads. */
  readonly hurts: string;
  /** The heading's anchor in docs/runbook.md. */
  readonly runbook: string;
  readonly metric: Metric;
  /** A period breaches at this number and above (`atLeast`), or below it (`below`). */
  readonly threshold: { readonly atLeast: number } | { readonly below: number };
  /** Seconds; default 300. */
  readonly period?: number;
  /** How many periods must breach in a row; default 1. */
  readonly periods?: number;
  /** The number of latest periods among which `periods` must breach, in a row or not; default `periods`. */
  readonly outOf?: number;
  /** What a period without data means. */
  readonly missing: 'notBreaching' | 'breaching' | 'ignore';
}

/** An alarm that says who is hurt, links its heading in the runbook, and notifies again when it is over. */
export const alarm = ({ name, settings, runbookUrl }: Stack, suffix: string, options: AlarmOptions) => {
  const { hurts, runbook, metric, threshold, period = 300, periods = 1, outOf = periods, missing } = options;
  const topic = { 'Fn::If': ['OwnAlarmTopic', { Ref: 'AlarmTopic' }, settings.ALARM_TOPIC_ARN ?? ''] };
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${name}-${suffix}`,
      AlarmDescription: `${hurts} ${runbookUrl}#${runbook}`,
      ...metric,
      Period: period,
      EvaluationPeriods: outOf,
      DatapointsToAlarm: periods,
      ...('atLeast' in threshold
        ? { ComparisonOperator: 'GreaterThanOrEqualToThreshold', Threshold: threshold.atLeast }
        : { ComparisonOperator: 'LessThanThreshold', Threshold: threshold.below }),
      TreatMissingData: missing,
      AlarmActions: [topic],
      OKActions: [topic],
    },
  };
};
