import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMeter, metered, METRICS, METRICS_NAMESPACE } from '../../lib/runtime/metrics.ts';

/** The directive of a line, which defines the metrics for CloudWatch. */
const directiveOf = (line: Line | undefined) => line?.['_aws'].CloudWatchMetrics;

/** A line in CloudWatch's embedded metric format. */
interface Line {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [name: string]: unknown;
}

describe('metrics', () => {
  const lines: Line[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'snapshots-test');
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      lines.push(JSON.parse(String(chunk)));
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('of one invocation are one line, under the stack as their one dimension', () => {
    const meter = createMeter();

    meter.measure('AlertsReceived');
    meter.measure('AlertToLinkSeconds', 2.5);
    meter.measure('AlertToLinkSeconds', 4);
    meter.flush();

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ AlertsReceived: 1, AlertToLinkSeconds: [2.5, 4], service: 'snapshots-test' });
    expect(directiveOf(lines[0])).toEqual([
      {
        Namespace: METRICS_NAMESPACE,
        Dimensions: [['service']],
        Metrics: [
          { Name: 'AlertsReceived', Unit: 'Count' },
          { Name: 'AlertToLinkSeconds', Unit: 'Seconds' },
        ],
      },
    ]);
  });

  it('by reason stand alone for alarms, and once more under their reason', () => {
    const meter = createMeter();

    meter.measure('CapturesFailed', 3, 'forbidden');
    meter.flush();

    expect(lines.map((line) => directiveOf(line)?.[0]?.Dimensions)).toEqual([[['service', 'reason']], [['service']]]);
    expect(lines[0]).toMatchObject({ CapturesFailed: 3, reason: 'forbidden' });
    expect(lines[1]).toMatchObject({ CapturesFailed: 3 });
    expect(lines[1]).not.toHaveProperty('reason');
  });

  it('of two reasons stand under their own each', () => {
    const meter = createMeter();

    meter.measure('AlertsIgnored', 1, 'clear');
    meter.measure('CapturesFailed', 2, 'forbidden');

    expect(lines[0]).toMatchObject({ AlertsIgnored: 1, reason: 'clear' });
    expect(lines[1]).toMatchObject({ CapturesFailed: 2, reason: 'forbidden' });
    expect(lines[1]).not.toHaveProperty('AlertsIgnored');
  });

  it.each([
    { name: 'they are not by reason', metric: 'SlotsInUse' as const, reason: 'whatever' },
    { name: 'none is given', metric: 'CapturesFailed' as const, reason: undefined },
  ])('have no reason if $name', ({ metric, reason }) => {
    const meter = createMeter();

    meter.measure(metric, 3, reason);
    meter.flush();

    expect(lines.map((line) => directiveOf(line)?.[0]?.Dimensions)).toEqual([[['service']]]);
  });

  it('are written when the handler throws, and not again by the next invocation', async () => {
    const meter = createMeter();
    const handler = metered(meter, async (fails: boolean) => {
      if (!fails) return;
      meter.measure('UpstreamErrors');
      throw new Error('broken');
    });

    await expect(handler(true)).rejects.toThrow('broken');
    await handler(false);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveProperty('UpstreamErrors', 1);
  });

  it('are written when the handler has ended, not while it waits', async () => {
    const meter = createMeter();
    const handler = metered(meter, async (id: string) => {
      await new Promise(setImmediate);
      meter.measure('SnapshotsCreated');
      return id;
    });

    expect(await handler('a')).toBe('a');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toHaveProperty('SnapshotsCreated', 1);
  });

  it('are written by an invocation that comes to more values than a line may hold', () => {
    const meter = createMeter();

    for (let seconds = 0; seconds < 250; seconds += 1) meter.measure('AlertToLinkSeconds', seconds);
    meter.flush();

    expect(lines.flatMap((line) => line['AlertToLinkSeconds'])).toHaveLength(250);
  });

  it('are counts, but for those that say so by their names', () => {
    const inSeconds = Object.entries(METRICS).filter(([, { unit }]) => unit === 'Seconds');
    const counts = Object.entries(METRICS).filter(([, { unit }]) => unit === 'Count');

    expect(inSeconds.map(([name]) => name)).toEqual(Object.keys(METRICS).filter((name) => name.endsWith('Seconds')));
    expect(inSeconds.length + counts.length).toBe(Object.keys(METRICS).length);
  });

  it('have reasons if they count what was ignored, refused, accepted or has failed', () => {
    const byReason = Object.entries(METRICS).filter(([, metric]) => metric.byReason);

    expect(byReason.map(([name]) => name)).toEqual([
      'AlertsIgnored',
      'WebhookRefused',
      'SecretsWithoutValue',
      'CapturesAccepted',
      'CapturesFailed',
    ]);
  });

  it('are none if nothing was measured, which is nothing to warn of', () => {
    const warn = vi.spyOn(process.stderr, 'write').mockReturnValue(true);

    createMeter().flush();

    expect(lines).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('are named in the way of CloudWatch', () => {
    for (const name of Object.keys(METRICS)) expect(name).toMatch(/^([A-Z][a-z]+)+$/);
  });
});
