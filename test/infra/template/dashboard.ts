import { ofType, type Template } from '../../support/packaged-template.ts';
import { metricFindings } from './metrics.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly metrics?: readonly string[][]; readonly query?: string; readonly region?: string };
}

/** Faults of a dashboard: CloudWatch would refuse it, or it would show nothing. */
export const dashboardFindings = (template: Template): string[] =>
  ofType(template, 'AWS::CloudWatch::Dashboard').flatMap(([id, { Properties }]) => {
    const widgets = widgetsOf(Properties['DashboardBody']['Fn::Sub']);
    return widgets === undefined
      ? [`${id}: its body is no JSON`]
      : widgets.flatMap((_, at) => oneWidget(template, widgets, at));
  });

const widgetsOf = (body: string): Widget[] | undefined => {
  try {
    return JSON.parse(body.replaceAll(/\$\{[\w.:]+\}/g, 'filled-in')).widgets;
  } catch {
    return undefined;
  }
};

const oneWidget = (template: Template, widgets: readonly Widget[], at: number): string[] => {
  const widget = widgets[at];
  if (widget === undefined) return [];
  const where = `widget ${at}`;
  const { x, y, width, height, properties } = widget;
  const groups = new Set(ofType(template, 'AWS::Logs::LogGroup').map(([, group]) => group.Properties['LogGroupName']));
  const sources = [...(properties.query ?? '').matchAll(/SOURCE '([^']+)'/g)].map(([, name]) => name);
  const overlapped = widgets.some(
    (other, index) =>
      index < at &&
      x < other.x + other.width &&
      other.x < x + width &&
      y < other.y + other.height &&
      other.y < y + height,
  );
  return [
    ...(Number.isInteger(width) && x + width <= 24 && !overlapped ? [] : [`${where}: has no place`]),
    ...(properties.region === undefined ? [`${where}: names no region`] : []),
    ...(properties.metrics ?? []).flatMap(([namespace = '', name = '']) =>
      metricFindings(template, where, namespace, name),
    ),
    ...sources.filter((name) => !groups.has(name)).map((name) => `${where}: there is no log group ${name}`),
  ];
};
