import { setTimeout as sleep } from 'node:timers/promises';
import { LATE_MS } from './bookings.ts';
import type { Created } from './create-snapshot.ts';
import type { Job, Queue, Received } from './queue.ts';

export interface WorkerDeps {
  readonly queue: Queue;
  readonly deadLetters: Pick<Queue, 'send'>;
  readonly book: (now: number) => number;
  readonly createSnapshot: (job: Job) => Promise<Created>;
  /** Sends the message. An alert that was published is not published again, unless the process dies in between. */
  readonly publish: (job: Job, link: string) => void;
  readonly isPublished: (job: Job) => boolean;
}

const BACKOFF_MS = 1000;
const MAX_BACKOFF_MS = 30_000;
const MAX_FAILURES = 8;
/** A message that is this early may wait for its booking in the worker. */
const EARLY_MS = 1000;

/** Exponential backoff with full jitter. */
const backoffMs = (failures: number): number =>
  Math.random() * Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** Math.min(failures, 10));

/**
 * The worker of the baseline. A job books a call and goes back into the queue with a delay until then; a job that is due makes
 * its call. A 429 waits for the reset and costs nothing; other failures are tried again, up to eight times, then the job is
 * a dead letter. The message is deleted last, so a crash brings it back after the visibility timeout.
 */
export const createWorker = ({ queue, deadLetters, book, createSnapshot, publish, isPublished }: WorkerDeps) => {
  const next = async (job: Job): Promise<void> => {
    const now = Date.now();
    if (isPublished(job)) return;
    if (job.callAt === undefined || now > job.callAt + LATE_MS) {
      const callAt = book(now);
      return queue.send({ ...job, callAt }, callAt - now);
    }
    const early = job.callAt - now;
    if (early > EARLY_MS) return queue.send(job, early);
    await sleep(Math.max(0, early));
    const created = await createSnapshot(job);
    const { callAt: _, ...again } = job;
    switch (created.kind) {
      case 'link':
        return publish(job, created.link);
      case 'limited':
        return queue.send(again, created.until - Date.now());
      case 'refused':
        return deadLetters.send(job);
      case 'failed': {
        const failures = job.failures + 1;
        if (failures === MAX_FAILURES) return deadLetters.send({ ...job, failures });
        return queue.send({ ...again, failures }, backoffMs(failures));
      }
    }
  };

  const handle = async ({ job, delete: remove }: Received): Promise<void> => {
    await next(job);
    await remove();
  };

  /** Handles one batch. */
  return async (most: number): Promise<void> => {
    const results = await Promise.allSettled((await queue.receive(most)).map(handle));
    for (const result of results) {
      if (result.status === 'rejected') process.stderr.write(`${String(result.reason)}\n`); // comes again by itself
    }
  };
};
