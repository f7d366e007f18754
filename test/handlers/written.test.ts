import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BoundHandlers, startBoundHandlers } from '../support/bound-handlers.ts';
import { aClassicTrigger, sampleEvent } from '../support/sample-events.ts';
import { writtenLines } from '../support/written-lines.ts';

/** Each handler has its own log and meter, and passes them to its parts. */
describe('exported handlers: what they write', () => {
  let written: ReturnType<typeof writtenLines>;
  let bound: BoundHandlers;
  beforeAll(async () => {
    written = writtenLines();
    bound = await startBoundHandlers({
      POWERTOOLS_LOG_LEVEL: 'INFO',
      POWERTOOLS_METRICS_DISABLED: 'false',
      EXCEPT_TEST_IDS: '6001',
    });
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await bound.stop();
  });
  beforeEach(() => {
    written.logged.length = 0;
    written.metrics.length = 0;
  });

  const lines = () => written.logged.map(({ service, message }) => [service.split('/')[1], message]);
  /** The metrics without the dimension `reason`, which the alarms read. */
  const measured = () =>
    Object.assign({}, ...written.metrics.filter(({ reason }) => reason === undefined)) as Record<string, unknown>;

  it('the webhook: an alert that was taken in', async () => {
    await bound.alert(await aClassicTrigger(6002));

    expect(lines()).toEqual([['webhook', 'alert_taken_in']]);
    expect(measured()).toMatchObject({ AlertsReceived: 1, CapturesAccepted: 1 });
    expect(Date.now() - (await arrivalOf('6002'))).toBeLessThan(60_000);
  });

  it('the webhook: an alert that its rules leave out', async () => {
    await bound.alert(await aClassicTrigger(6001));

    expect(measured()).toMatchObject({ AlertsReceived: 1, AlertsIgnored: 1 });
    expect(measured()).not.toHaveProperty('CapturesAccepted');
  });

  it('the operator API: a capture by hand', async () => {
    await bound.operator('POST', '/captures', { testId: '6003' });

    expect(lines()).toEqual([['captures', 'manual_capture_taken_in']]);
    expect(measured()).toMatchObject({ CapturesAccepted: 1 });
  });

  it('the schedule: two tests', async () => {
    await bound.tick(await sampleEvent('schedule'));

    expect(lines()).toEqual([
      ['schedule', 'scheduled_capture_taken_in'],
      ['schedule', 'scheduled_capture_taken_in'],
    ]);
    expect(measured()).toMatchObject({ CapturesAccepted: [1, 1] });
    expect(Date.now() - (await arrivalOf('3417762'))).toBeLessThan(60_000);
  });

  it('the worker: a round of the watchdog', async () => {
    await bound.work();

    expect(lines().map(([service]) => service)).toContain('worker');
    expect(measured()).toMatchObject({ WatchdogHeartbeat: 1 });
  });

  /** The arrival of a test's capture, in epoch milliseconds. */
  const arrivalOf = async (testId: string) => {
    const { body } = await bound.operator('GET', '/captures');
    return Date.parse(body.items.find((capture: { testId: string }) => capture.testId === testId).receivedAt);
  };
});
