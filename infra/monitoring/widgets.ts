/** A widget as CloudWatch has it, but for its place. */
export interface Widget {
  readonly type: 'metric' | 'log';
  readonly properties: Readonly<Record<string, unknown>>;
}

/** CloudFormation fills it in. */
const REGION = '${AWS::Region}';

/** Metrics over time. */
export const lines = (title: string, metrics: readonly unknown[], more: object = {}): Widget => ({
  type: 'metric',
  properties: { title, view: 'timeSeries', region: REGION, period: 300, metrics, ...more },
});

/** Sums over the time that is shown. */
export const numbers = (title: string, metrics: readonly unknown[]): Widget => ({
  type: 'metric',
  properties: { title, view: 'singleValue', region: REGION, setPeriodToTimeRange: true, metrics },
});

/** The lines that a query of Logs Insights finds. */
export const logs = (title: string, query: string): Widget => ({
  type: 'log',
  properties: { title, view: 'table', region: REGION, query },
});
