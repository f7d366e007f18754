import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BoundHandlers, startBoundHandlers } from '../support/bound-handlers.ts';
import { aClassicTrigger, sampleEvent } from '../support/sample-events.ts';

describe('exported handlers over the real AWS SDK', () => {
  let bound: BoundHandlers;
  beforeAll(async () => {
    bound = await startBoundHandlers();
  });
  afterAll(() => bound.stop());

  it('take an alert from the webhook over the queue and the worker to the topic', async () => {
    const { captureId } = await bound.alert(await aClassicTrigger(4711));
    const wakes = await bound.wakes();
    await bound.work(...wakes);
    const [message = '{}'] = await bound.messages();

    expect(wakes).toEqual([JSON.stringify({ captureId })]);
    const { Message, Subject, MessageAttributes } = JSON.parse(message);
    const parts = JSON.parse(Message);
    expect(Object.keys(parts)).toEqual(['default', 'email']);
    expect(JSON.parse(parts.default)).toMatchObject({ captureId, status: 'created', testId: '4711' });
    expect(parts.email).toContain('Shop checkout');
    expect(Subject).toMatch(/^Snapshot: Shop checkout/);
    expect(MessageAttributes).toMatchObject({
      status: { Type: 'String', Value: 'created' },
      severity: { Value: 'critical' },
      testId: { Value: '4711' },
      aid: { Value: '74411' },
      reason: { Value: 'alert' },
    });
  });

  it('take a manual request in and show it', async () => {
    const answer = await bound.operator('POST', '/captures', await sampleEvent('manual'));
    const shown = await bound.operator('GET', `/captures/${answer.body.id}`);

    expect(answer.status).toBe(202);
    expect(shown.body).toMatchObject({ id: answer.body.id, state: 'pending', reason: 'manual' });
  });

  it('show in the status as many slots as snapshots are allowed in a period', async () => {
    const { body } = await bound.operator('GET', '/status');

    expect(body.slots).toMatchObject({ limit: 50, periodSeconds: 300 });
  });

  it('take a schedule in', async () => {
    await bound.tick(await sampleEvent('schedule'));
    const { body } = await bound.operator('GET', '/captures');

    const planned = body.items.filter(({ reason }: { reason: string }) => reason === 'schedule');
    expect(planned.map(({ testId }: { testId: string }) => testId).toSorted()).toEqual(['3417721', '3417762']);
  });

  it('the worker finds by the watchdog what no wake named', async () => {
    const { captureId } = await bound.alert(await aClassicTrigger(4712));

    await bound.work();

    const shown = await bound.operator('GET', `/captures/${captureId}`);
    expect(shown.body).toMatchObject({ state: 'published', testId: '4712' });
  });
});
