import { METRICS_NAMESPACE } from '../../../lib/runtime/metrics.ts';
import { ofType, type Resource, type Template } from '../../support/packaged-template.ts';
import { metricFindings } from './metrics.ts';

/** Faults of alarms: an alarm is missing, notifies no topic, or links no heading of the runbook. */
export const alarmFindings = (template: Template, runbook: string): string[] => {
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm');
  const watched = (metric: string, dimension: unknown): boolean =>
    alarms.some(
      ([, { Properties }]) =>
        Properties['MetricName'] === metric &&
        JSON.stringify(Properties['Dimensions'][0]?.Value) === JSON.stringify(dimension),
    );
  const functions = ofType(template, 'AWS::Lambda::Function').flatMap(([id]) =>
    ['Errors', 'Throttles', 'Duration'].flatMap((metric) =>
      watched(metric, { Ref: id }) ? [] : [`${id}: no alarm looks at its ${metric}`],
    ),
  );
  const deadLetters = ofType(template, 'AWS::SQS::Queue')
    .filter(([id]) => id.endsWith('DeadLetterQueue'))
    .filter(([id]) => !watched('ApproximateNumberOfMessagesVisible', { 'Fn::GetAtt': [id, 'QueueName'] }))
    .map(([id]) => `${id}: no alarm looks at it`);
  return [
    ...alarms.flatMap(([id, resource]) => oneAlarm(template, id, resource, runbook)),
    ...functions,
    ...deadLetters,
  ];
};

const oneAlarm = (template: Template, id: string, { Properties }: Resource, runbook: string): string[] => {
  const { AlarmDescription = '', AlarmActions = [], OKActions = [], Namespace, MetricName, Dimensions } = Properties;
  const [sentence, link = ''] = AlarmDescription.split(/(?<=\.) (?=\S+$)/);
  const anchor = link.split('#')[1];
  const service = serviceOf(template);
  return [
    ...(/^[A-Z].{20,}\.$/.test(sentence) ? [] : [`${id}: does not say in a sentence who is hurt`]),
    ...(anchorsOf(runbook).includes(anchor) ? [] : [`${id}: the runbook has no heading ${anchor}`]),
    ...(AlarmActions.length > 0 ? [] : [`${id}: tells nobody`]),
    ...(OKActions.length > 0 ? [] : [`${id}: tells nobody that it is over`]),
    ...('TreatMissingData' in Properties ? [] : [`${id}: does not say what no data means`]),
    ...metricFindings(template, id, Namespace, MetricName),
    ...(Namespace === METRICS_NAMESPACE &&
    JSON.stringify(Dimensions) !== JSON.stringify([{ Name: 'service', Value: service }])
      ? [`${id}: looks at another service than the functions write for`]
      : []),
  ];
};

const serviceOf = (template: Template): unknown =>
  ofType(template, 'AWS::Lambda::Function')[0]?.[1].Properties['Environment'].Variables.POWERTOOLS_SERVICE_NAME;

/** The runbook's part with one heading for each alarm. */
const ALARMS_PART = /^## Alarms$([\s\S]*?)(?=^## )/m;

/** The anchors that GitHub makes of the headings in that part. */
const anchorsOf = (runbook: string): string[] =>
  [...(ALARMS_PART.exec(runbook)?.[1] ?? '').matchAll(/^### (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** The headings that no alarm links. */
export const runbookFindings = (template: Template, runbook: string): string[] => {
  const linked = ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties['AlarmDescription']);
  return anchorsOf(runbook)
    .filter((anchor) => !linked.some((text) => text.endsWith(`#${anchor}`)))
    .map((anchor) => `the runbook’s heading ${anchor} belongs to no alarm`);
};
