import { METRICS, METRICS_NAMESPACE } from '../../../lib/runtime/metrics.ts';

/** The metrics of AWS that this project looks at; a name that is wrong shows nothing, and nobody is told. */
const AWS_METRICS: Readonly<Record<string, readonly string[]>> = {
  'AWS/Lambda': ['Errors', 'Throttles', 'Duration'],
  'AWS/SQS': ['ApproximateNumberOfMessagesVisible'],
  'AWS/ApiGateway': ['Count', '4xx', '5xx'],
};

/** A metric that nobody writes. */
export const metricFindings = (where: string, namespace: string, name: string): string[] => {
  const names = namespace === METRICS_NAMESPACE ? Object.keys(METRICS) : (AWS_METRICS[namespace] ?? []);
  return names.includes(name) ? [] : [`${where}: there is no metric ${namespace} ${name}`];
};
