import { appendFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBookings, inMemory, LATE_MS } from '../../prove/baseline/bookings.ts';
import type { Created } from '../../prove/baseline/create-snapshot.ts';
import type { Job } from '../../prove/baseline/queue.ts';
import { openStore } from '../../prove/baseline/store.ts';
import { createWorker } from '../../prove/baseline/worker.ts';
import { mostInAnyPeriod } from '../../prove/verdict/most-in-any-period.ts';

/* The baseline has to be good: a comparison with a bad one says nothing. */

const TERMS = { limit: 5, periodMs: 12_000, timeoutMs: 2000 };

describe('the bookings of the baseline', () => {
  it('keep the limit, however late each call starts and is counted', () => {
    const calls = fc.array(fc.record({ waitMs: fc.nat(9000), lateMs: fc.nat(LATE_MS), countedMs: fc.nat(2000) }));
    fc.assert(
      fc.property(calls, (all) => {
        const book = createBookings(TERMS, inMemory());
        let now = 0;
        const counted = all.map(({ waitMs, lateMs, countedMs }) => {
          now += waitMs;
          return book(now) + lateMs + countedMs;
        });

        expect(mostInAnyPeriod(counted, TERMS.periodMs)).toBeLessThanOrEqual(TERMS.limit);
      }),
    );
  });

  it('take free slots at once', () => {
    const book = createBookings(TERMS, inMemory());

    expect([1, 2, 3, 4, 5, 6].map(() => book(1000))).toEqual([1000, 1000, 1000, 1000, 1000, 17_000]);
  });
});

describe('the store of the baseline', () => {
  it('has what was put before a crash, and nothing of what a crash cut off', async ({ onTestFinished }) => {
    const folder = await mkdtemp(join(tmpdir(), 'store-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'items.jsonl');
    const store = openStore<number>(file);
    store.put('a', 1);
    store.put('a', 2);
    appendFileSync(file, '["b",3');

    expect(openStore<number>(file).get('a')).toBe(2);
    expect(openStore<number>(file).get('b')).toBeUndefined();
  });
});

describe('the worker of the baseline', () => {
  const JOB: Job = { alertId: '1', eventId: '1-1', testId: '7', endDate: '2026-03-02T10:00:00Z', failures: 0 };

  const handle = async (job: Job, created: Created, bookedAt = Date.now()) => {
    const did: string[] = [];
    const sent: { job: Job; delayMs: number }[] = [];
    const work = createWorker({
      queue: {
        receive: async () => [{ job, delete: async () => void did.push('deleted') }],
        send: async (again, delayMs) => {
          did.push('sent again');
          sent.push({ job: again, delayMs: delayMs ?? 0 });
        },
      },
      deadLetters: { send: async () => void did.push('dead letter') },
      book: () => bookedAt,
      createSnapshot: async () => created,
      publish: (_, link) => void did.push(`published ${link}`),
      isPublished: ({ eventId }) => eventId === 'published',
    });
    await work(1);
    return { did, sent };
  };
  const link: Created = { kind: 'link', link: 'https://a.example' };
  const due = () => ({ ...JOB, callAt: Date.now() - 100 });

  it('publishes the link before it deletes the message', async () => {
    expect((await handle(due(), link)).did).toEqual(['published https://a.example', 'deleted']);
  });

  it('publishes nothing twice', async () => {
    expect((await handle({ ...due(), eventId: 'published' }, link)).did).toEqual(['deleted']);
  });

  it.each([
    { name: 'that is not booked', job: () => JOB },
    { name: 'that comes too late for its booking', job: () => ({ ...JOB, callAt: Date.now() - LATE_MS - 1000 }) },
  ])('books a call for a job $name, and calls nobody', async ({ job }) => {
    const bookedAt = Date.now() + 60_000;
    const { did, sent } = await handle(job(), link, bookedAt);

    expect(did).toEqual(['sent again', 'deleted']);
    expect(sent[0]?.job).toEqual({ ...JOB, callAt: bookedAt });
    expect(sent[0]?.delayMs).toBeGreaterThan(50_000);
  });

  it('waits for the reset after a 429, which is no failure', async () => {
    const { did, sent } = await handle(due(), { kind: 'limited', until: Date.now() + 60_000 });

    expect(did).toEqual(['sent again', 'deleted']);
    expect(sent[0]?.job).toEqual(JOB);
    expect(sent[0]?.delayMs).toBeGreaterThan(50_000);
  });

  it('tries again what failed, eight times, and then leaves it to the dead-letter queue', async () => {
    const seventh = await handle({ ...due(), failures: 6 }, { kind: 'failed' });
    const eighth = await handle({ ...due(), failures: 7 }, { kind: 'failed' });

    expect(seventh.did).toEqual(['sent again', 'deleted']);
    expect(seventh.sent[0]?.job).toEqual({ ...JOB, failures: 7 });
    expect(eighth.did).toEqual(['dead letter', 'deleted']);
  });

  it('leaves what is refused for good to the dead-letter queue', async () => {
    expect((await handle(due(), { kind: 'refused', status: 403 })).did).toEqual(['dead letter', 'deleted']);
  });
});
