import { METRICS_NAMESPACE } from '../../lib/runtime/metrics.ts';
import type { Stack } from '../stack.ts';
import type { Metric } from './alarm.ts';

/*
 * What only the HTTP API's access log knows. AWS/ApiGateway counts the 4xx of all routes together, and a request that API Gateway
 * refuses reaches no function. Each stack has a namespace of its own, because a metric of a filter takes its dimensions from the
 * line, and the lines do not name the stack. Without a default value, quiet hours write nothing and cost nothing.
 */
const FILTERS = {
  /** API Gateway's own 429, and Lambda's. If a function answers 429, the status of its integration is 200. */
  RequestsThrottled: '{ ($.status = "429") && ($.integrationStatus != "200") }',
  /** What a sender of alerts was refused: by its address, its token, its path, its body. */
  AlertRequestsRefused: '{ ($.routeKey = "POST /webhooks/thousandeyes*") && ($.status = "4*") && ($.status != "429") }',
} as const;

export type LogMetricName = keyof typeof FILTERS;

export const logMetricsNamespace = ({ name }: Pick<Stack, 'name'>): string => `${METRICS_NAMESPACE}/${name}`;

/** A metric that a filter makes of the access log. */
export const logMetric = (stack: Stack, MetricName: LogMetricName): Metric => ({
  Namespace: logMetricsNamespace(stack),
  MetricName,
  Dimensions: [],
  Statistic: 'Sum',
});

/** The filters over the access log, by logical id. */
export const logMetricsOf = (stack: Pick<Stack, 'name'>) =>
  Object.fromEntries(
    Object.entries(FILTERS).map(([name, pattern]) => [
      `${name}Filter`,
      {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          LogGroupName: { Ref: 'HttpApiLogGroup' },
          FilterPattern: pattern,
          MetricTransformations: [
            { MetricNamespace: logMetricsNamespace(stack), MetricName: name, MetricValue: '1', Unit: 'Count' },
          ],
        },
      },
    ]),
  );
