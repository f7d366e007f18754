import { SQSClient } from '@aws-sdk/client-sqs';
import { join } from 'node:path';
import { createBookings, inMemory, type KeptSlots } from './bookings.ts';
import { createSnapshot } from './create-snapshot.ts';
import { createQueue } from './queue.ts';
import type { BaselineSettings } from './settings.ts';
import { openStore } from './store.ts';
import { createWebhook } from './webhook.ts';
import { createWorker } from './worker.ts';

/*
 * The competent baseline: a webhook that puts alerts into SQS, and one worker that keeps the limit, retries with backoff and
 * has a dead-letter queue. It is what a careful engineer writes in a day.
 */

const settings = JSON.parse(process.argv[2] ?? '') as BaselineSettings;
const { dataDir, limiter, webhookToken, apiToken, queueUrl, deadLetterQueueUrl } = settings;

/** Messages in one batch, and at once. */
const BATCH = 10;

const client = new SQSClient({});
const queue = createQueue(client, queueUrl);
const seen = openStore<true>(join(dataDir, 'seen.jsonl'));
const published = openStore<true>(join(dataDir, 'published.jsonl'));

/** One item of a table. */
const inTable = (): KeptSlots => {
  const table = openStore<readonly number[]>(join(dataDir, 'slots.jsonl'));
  return { read: () => table.get('slots'), write: (freeAt) => table.put('slots', freeAt) };
};

const work = createWorker({
  queue,
  deadLetters: createQueue(client, deadLetterQueueUrl),
  book: createBookings(settings, limiter === 'stored' ? inTable() : inMemory()),
  createSnapshot: (job) => createSnapshot(job, { ...settings, token: apiToken }),
  publish({ eventId, alertId }, link) {
    process.stdout.write(`notification ${JSON.stringify({ status: 'created', link, alerts: [{ alertId }] })}\n`);
    published.put(eventId, true);
  },
  isPublished: ({ eventId }) => published.get(eventId) ?? false,
});

const server = createWebhook({ token: webhookToken, send: queue.send, seen });
server.listen(settings.port, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${settings.port}\n`);
});

process.on('SIGINT', () => undefined); // Ctrl-C reaches every process of a terminal; the proof ends this one
for (;;) await work(BATCH);
