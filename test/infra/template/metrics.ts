import { METRICS, METRICS_NAMESPACE } from '../../../lib/runtime/metrics.ts';
import { ofType, type Template } from '../../support/packaged-template.ts';

/** The AWS metrics that this project uses. A wrong name would show no data, without any error. */
const AWS_METRICS: Readonly<Record<string, readonly string[]>> = {
  'AWS/Lambda': ['Errors', 'Throttles', 'Duration'],
  'AWS/SQS': ['ApproximateNumberOfMessagesVisible'],
  'AWS/ApiGateway': ['Count', '4xx', '5xx'],
};

/** The metrics that log filters write, as `namespace name`. */
const filtered = (template: Template): string[] =>
  ofType(template, 'AWS::Logs::MetricFilter').flatMap(([, { Properties }]) =>
    Properties['MetricTransformations'].map(
      ({ MetricNamespace, MetricName }: Record<string, string>) => `${MetricNamespace} ${MetricName}`,
    ),
  );

/** A metric that no code and no filter writes. */
export const metricFindings = (template: Template, where: string, namespace: string, name: string): string[] => {
  const names = namespace === METRICS_NAMESPACE ? Object.keys(METRICS) : (AWS_METRICS[namespace] ?? []);
  const isThere = names.includes(name) || filtered(template).includes(`${namespace} ${name}`);
  return isThere ? [] : [`${where}: there is no metric ${namespace} ${name}`];
};
