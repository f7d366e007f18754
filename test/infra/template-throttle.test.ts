import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { throttlesOf } from '../../infra/throttle.ts';
import { packagedTemplate, type Template } from '../support/packaged-template.ts';
import { fits, type Line, readPattern } from './template/filter-pattern.ts';

describe('the packaged template: limits of the HTTP API', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });
  const stage = () => template.Resources['HttpApiStage']?.Properties ?? {};

  it('let a storm of alerts pass, on each route by which alerts come', () => {
    const limits = { DetailedMetricsEnabled: false, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000 };

    expect(stage()['RouteSettings']).toEqual({
      'POST /webhooks/thousandeyes': limits,
      'POST /webhooks/thousandeyes/{proxy+}': limits,
    });
  });

  it('stay low on every other route', () => {
    expect(stage()['DefaultRouteSettings']).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 500 });
  });

  it('are those of the local system', () => {
    const { webhook, others } = throttlesOf(readSettings({}));
    const { RouteSettings: byRoute, DefaultRouteSettings: byDefault } = stage();

    const limitsOf = ({ ThrottlingRateLimit, ThrottlingBurstLimit }: Record<string, number>) => ({
      perSecond: ThrottlingRateLimit,
      burst: ThrottlingBurstLimit,
    });
    expect(limitsOf(byRoute['POST /webhooks/thousandeyes'])).toEqual(webhook);
    expect(limitsOf(byDefault)).toEqual(others);
  });

  it('leave the access log and the name that osls gives the stage', () => {
    expect(stage()).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(stage()['AccessLogSettings'].Format).toContain('$context.status');
  });
});

describe('the packaged template: metrics of the access log', () => {
  let template: Template;
  beforeAll(async () => {
    template = await packagedTemplate();
  });
  const patternOf = (name: string): string => template.Resources[`${name}Filter`]?.Properties['FilterPattern'];
  const aLine = (changes: Line): Line => ({
    routeKey: 'POST /webhooks/thousandeyes',
    status: '200',
    integrationStatus: '200',
    ...changes,
  });

  it.each(['RequestsThrottled', 'AlertRequestsRefused'])('%s reads fields that the log has, as text', (name) => {
    const { AccessLogSettings } = template.Resources['HttpApiStage']?.Properties ?? {};

    const fields = readPattern(patternOf(name)).map(({ field }) => field);
    expect(fields.length).toBeGreaterThan(1);
    for (const field of fields) expect(JSON.parse(AccessLogSettings.Format)[field]).toBe(`$context.${field}`);
  });

  it.each([
    { line: 'API Gateway’s own 429', changes: { status: '429', integrationStatus: '-' }, throttled: true },
    { line: 'a 429 of Lambda', changes: { status: '429', integrationStatus: '429' }, throttled: true },
    {
      line: 'the operator API’s own 429',
      changes: { routeKey: '$default', status: '429' },
      throttled: false,
    },
    { line: 'an alert that is taken', changes: {}, throttled: false },
  ])('RequestsThrottled counts $line: $throttled', ({ changes, throttled }) => {
    expect(fits(patternOf('RequestsThrottled'), aLine(changes))).toBe(throttled);
  });

  it.each([
    { line: 'a wrong token', changes: { status: '401' }, refused: true },
    { line: 'a body that is no alert', changes: { status: '415' }, refused: true },
    {
      line: 'a path below the webhook’s',
      changes: { routeKey: 'POST /webhooks/thousandeyes/{proxy+}', status: '404' },
      refused: true,
    },
    { line: 'a look', changes: { routeKey: 'GET /webhooks/thousandeyes', status: '405' }, refused: false },
    { line: 'an operator’s wrong token', changes: { routeKey: '$default', status: '401' }, refused: false },
    { line: 'a 429', changes: { status: '429', integrationStatus: '-' }, refused: false },
    { line: 'a 503', changes: { status: '503' }, refused: false },
    { line: 'an alert that is taken', changes: {}, refused: false },
  ])('AlertRequestsRefused counts $line: $refused', ({ changes, refused }) => {
    expect(fits(patternOf('AlertRequestsRefused'), aLine(changes))).toBe(refused);
  });

  it('are watched: a 429 at once, refusals if they fill most of an hour', () => {
    const { RequestsThrottledAlarm, AlertRequestsRefusedAlarm } = template.Resources;

    expect(RequestsThrottledAlarm?.Properties).toMatchObject({ Period: 300, EvaluationPeriods: 1, Threshold: 1 });
    expect(AlertRequestsRefusedAlarm?.Properties).toMatchObject({
      Period: 300,
      EvaluationPeriods: 12,
      DatapointsToAlarm: 7,
      Threshold: 1,
    });
  });

  it('belong to one stack', () => {
    const { MetricTransformations } = template.Resources['RequestsThrottledFilter']?.Properties ?? {};

    expect(MetricTransformations[0].MetricNamespace).toBe('ThousandEyesSnapshots/thousandeyes-snapshot-webhook-dev');
  });
});
