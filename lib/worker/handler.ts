import type { Context, ScheduledEvent, SQSEvent } from 'aws-lambda';
import { readWake } from '../ledger/wake.ts';
import { createWorker } from './worker.ts';
import type { WorkerDeps } from './context.ts';

/** Wakes from the queue, or the watchdog's tick, which names no capture. */
export type WorkerEvent = SQSEvent | Pick<ScheduledEvent, 'source'> | { readonly source: 'watchdog' };

/**
 * Wakes from SQS and the watchdog's minute. A batch succeeds as a whole: what it says is only "look at the
 * ledger". Where the worker throws (no ledger, no slots), Lambda keeps the messages and delivers them again.
 */
export const createWorkerHandler = (deps: WorkerDeps) => {
  const work = createWorker(deps);
  return async (event: WorkerEvent, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> => {
    const wakes = 'Records' in event ? event.Records.map(({ body }) => readWake(body)) : [];
    const captureIds = wakes.map(({ captureId }) => captureId).filter((id) => id !== undefined);
    await work({ captureIds: [...new Set(captureIds)], deadline: deps.now() + context.getRemainingTimeInMillis() });
    if ('source' in event) deps.measure('WatchdogHeartbeat');
  };
};
