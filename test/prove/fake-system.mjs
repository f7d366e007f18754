import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * A small system for the storms of the tests: one call after the other, each a fifth of a period behind the answer to the one
 * before, and the same alerts again after a crash. `fault` breaks one of these.
 */

const { port, dataDir, apiUrl, limit, periodMs, fault } = JSON.parse(process.argv[2]);

const MARGIN_MS = 20;

const file = `${dataDir}/alerts.jsonl`;
const waiting = [];
const known = new Set();

const write = (entry) => fault !== 'forgets' && appendFileSync(file, `${JSON.stringify(entry)}\n`);

const call = async ({ testId }) => {
  const range = { startDate: '2026-03-02T08:00:00Z', endDate: '2026-03-02T10:00:00Z' };
  const headers = { authorization: 'Bearer token-of-the-proof' };
  const body = JSON.stringify({ displayName: 'x', ...range });
  const answer = await fetch(`${apiUrl}/tests/${testId}/snapshot`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`answered ${answer.status}`);
  return (await answer.json())._links.appLink.href;
};

const report = (alert, link) => {
  const line = `notification ${JSON.stringify({ alerts: [{ alertId: String(alert.alertId) }], link })}\n`;
  process.stdout.write(fault === 'repeats' ? `${line}${line}` : line);
  write({ reported: alert.alertId });
};

/** One call, or one more than a period may hold. */
const callFor = async (alert) => {
  if (fault !== 'exceeds') return call(alert);
  const calls = await Promise.allSettled(Array.from({ length: limit + 1 }, () => call(alert)));
  const made = calls.find(({ status }) => status === 'fulfilled');
  if (made === undefined) throw new Error('no call came through');
  return made.value;
};

const serve = async (alert) => {
  try {
    const link = await callFor(alert);
    report(alert, fault === 'invents' ? 'https://proof.example/share/invented' : link);
  } catch {
    waiting.push(alert);
  }
};

const work = async () => {
  const restMs = fault === 'exceeds' ? periodMs : periodMs / limit;
  if (existsSync(file)) await sleep(periodMs + MARGIN_MS); // calls of the life before
  for (;;) {
    const alert = waiting.shift();
    if (alert) await serve(alert);
    await sleep(alert ? restMs + MARGIN_MS : 10);
  }
};

const take = async (request, response) => {
  const { alert } = JSON.parse(await text(request));
  if (fault === 'refuses' && String(alert.alertId).endsWith('2')) return response.writeHead(503).end();
  if (!known.has(alert.alertId)) waiting.push(alert);
  known.add(alert.alertId);
  write({ alert });
  return response.writeHead(200).end();
};

if (existsSync(file)) {
  const entries = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const reported = new Set(entries.map((entry) => entry.reported));
  for (const { alert } of entries) {
    if (alert && !known.has(alert.alertId)) {
      known.add(alert.alertId);
      if (!reported.has(alert.alertId)) waiting.push(alert);
    }
  }
}
createServer((request, response) => void take(request, response)).listen(port, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${port}\n`);
});
await work();
