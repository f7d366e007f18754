import { describe, expect, it } from 'vitest';
import type { Status } from '../../lib/operator/status.ts';
import { reportInvocation } from '../../local/invocation-report.ts';

const IDLE: Status = {
  slots: { limit: 5, periodSeconds: 300, free: 5 },
  pending: { total: 0, isPartial: false, byPriority: {} },
  inHand: 0,
};
const logged = (message: string, fields: object = {}) =>
  `${JSON.stringify({ level: 'INFO', message, timestamp: '2026-03-02T04:10:05.123Z', service: 'x/worker', sampling_rate: 0, ...fields })}\n`;
const report = (name: string, result: unknown, log: string, status?: Status) =>
  reportInvocation(name, { result, log }, status, (_, text) => text).split('\n');

describe('an invocation by hand', () => {
  it('of the worker shows what it took, what it published and what waits', () => {
    const log = `${logged('snapshot_created', { captureId: 'c1', covers: 0 })}${logged('notification_published', { captureId: 'c1' })}`;
    const busy = { ...IDLE, slots: { ...IDLE.slots, free: 1 }, pending: { ...IDLE.pending, total: 3 } };

    expect(report('worker', null, log, busy)).toEqual([
      '✔ worker is done.',
      '  04:10:05 snapshot created         captureId c1, covers 0',
      '  04:10:05 notification published   captureId c1',
      '  3 wait: a slot is free. 1 of 5 slots is free.',
    ]);
  });

  it('of a worker without work says so', () => {
    expect(report('worker', null, '(node:1) Warning: x\n', IDLE)).toEqual([
      '✔ worker is done.',
      '  It logged no decision: there was nothing to do.',
      '  Nothing waits. 5 of 5 slots are free.',
    ]);
  });

  it('of the webhook shows its answer; an error shows its message', () => {
    const log = logged('webhook_failed', { level: 'ERROR', error: { message: 'no table' } });

    expect(report('webhook', { statusCode: 200, body: '{"status":"accepted"}' }, log)).toEqual([
      '✔ webhook answered 200 {"status":"accepted"}',
      '  04:10:05 webhook failed           no table',
    ]);
  });
});
