import { describe, expect, it } from 'vitest';
import type { Status } from '../../../lib/operator/status.ts';
import { createTerminalOutput } from '../../../local/output/terminal.ts';
import { readSettings } from '../../../local/settings.ts';
import type { System } from '../../../local/system.ts';

const SYSTEM = {
  url: 'http://127.0.0.1:3000',
  standIn: { apiUrl: 'http://127.0.0.1:3000/v7' },
  schedules: [{ name: 'monday-baseline' }],
} as unknown as System;
const CREATED = { status: 'created', reason: 'alert', severity: 'major', testName: 'VPN', link: 'http://127.0.0.1/x' };
const WAITING: Status = {
  slots: { limit: 5, periodSeconds: 300, free: 0, nextFreeAt: '2026-03-02T04:15:05Z' },
  pending: { total: 45, isPartial: false, byPriority: {}, lastDoneAt: '2026-03-02T04:55:05Z' },
  inHand: 0,
};

const aTerminal = (options: Partial<Parameters<typeof createTerminalOutput>[0]> = {}, env: NodeJS.ProcessEnv = {}) => {
  const written: string[] = [];
  const later: (() => void)[] = [];
  const output = createTerminalOutput({
    settings: readSettings(env),
    write: (text) => void written.push(text),
    columns: () => 100,
    paint: (_, text) => text,
    now: () => Date.parse('2026-03-02T04:10:05Z'),
    after: (_, work) => void later.push(work),
    readWaiting: async () => WAITING,
    ...options,
  });
  const log = (message: string, fields: object = {}, level = 'INFO') =>
    output.log(`${JSON.stringify({ level, message, service: 'thousandeyes-snapshot-webhook/worker', ...fields })}\n`);
  const pass = async (): Promise<void> => {
    for (const work of later.splice(0)) work();
    await Promise.resolve().then(() => undefined);
  };
  return { output, log, pass, text: () => written.join('') };
};

describe('npm start on a terminal', () => {
  it('begins with one block of aligned addresses', () => {
    const { output, text } = aTerminal();

    output.ready(SYSTEM);

    expect(text()).toBe(`
  board           http://127.0.0.1:3000/
  operator token  local-operator-token
  webhook         http://127.0.0.1:3000/webhooks/thousandeyes
  webhook token   local-webhook-token
  ThousandEyes    a stand-in, http://127.0.0.1:3000/v7
  ledger          in memory; DATA_DIR keeps it

`);
  });

  it('prints no token of the user’s own, and the address that a browser uses', () => {
    const own = { WEBHOOK_TOKEN: 'a-token-of-my-own', OPERATOR_TOKEN: 'another-token-of-my-own' };
    const { output, text } = aTerminal({}, { ...own, PUBLIC_URL: 'https://work-3000.example.dev' });

    output.ready(SYSTEM);

    expect(text()).not.toMatch(/of-my-own/);
    expect(text()).toContain('board           https://work-3000.example.dev/\n');
  });

  it('gives the hints after the first result, once', () => {
    const { output, text } = aTerminal();

    output.ready(SYSTEM);
    output.tryNext(SYSTEM, true);
    expect(text()).not.toContain('Try next');
    output.notification(CREATED);
    output.notification(CREATED);

    expect(text()).toMatch(/✔ VPN .*http:\/\/127\.0\.0\.1\/x\n\nTry next\n/);
    expect(text().match(/Try next/g)).toHaveLength(1);
    expect(text()).toContain('monday-baseline');
  });

  it.each([
    { name: 'there is no sample to wait for', isBusy: false, isBefore: false },
    { name: 'the result came before', isBusy: true, isBefore: true },
  ])('gives the hints at once if $name', ({ isBusy, isBefore }) => {
    const { output, text } = aTerminal();

    if (isBefore) output.notification(CREATED);
    output.tryNext(SYSTEM, isBusy);

    expect(text()).toContain('Try next');
  });

  it('says of a storm how many alerts came, and what waits until when', async () => {
    const { output, log, pass, text } = aTerminal();

    output.ready(SYSTEM);
    for (let n = 0; n < 50; n += 1) log('alert_taken_in', { status: 'accepted', captureId: `c${n}` });
    log('alert_taken_in', { status: 'duplicate', captureId: 'c0' });
    output.notification({ ...CREATED, captureId: 'c0', captureIds: ['c0'] });
    log('wake_scheduled');
    await pass();
    log('wake_scheduled');
    await pass();

    expect(text().split('\n').slice(9)).toEqual([
      '04:10:05 ● 50 alerts accepted',
      '04:10:05 ○ 45 wait: the next slot is free at 04:15:05, the last is due at 04:55:05',
      '',
    ]);
  });

  it('says only the result of an alert that has one at once', async () => {
    const { output, log, pass, text } = aTerminal();

    log('alert_taken_in', { status: 'accepted', captureId: 'c1' });
    output.notification({ ...CREATED, captureId: 'c1', captureIds: ['c1'] });
    await pass();

    expect(text()).toMatch(/^04:10:05 ✔ VPN [^\n]*\n$/);
  });

  it('says once in half a minute what an outage says at every call', () => {
    let now = 1_000_000;
    const { log, text } = aTerminal({ now: () => now });

    for (const at of [0, 10_000, 29_999, 30_000]) {
      now = 1_000_000 + at;
      log('gate_closed', { reason: 'unreachable' }, 'WARN');
    }

    expect(text().match(/cannot be reached/g)).toHaveLength(2);
  });

  it.each([
    ['gate_closed', 'WARN', { reason: 'unauthorized' }, '▲ ThousandEyes refuses the token'],
    ['gate_closed', 'WARN', { reason: 'of-tomorrow' }, '▲ ThousandEyes is not called'],
    [
      'snapshot_not_created',
      'WARN',
      { outcome: 'doubtful', detail: '502 Bad Gateway' },
      '▲ No link yet, the worker tries again: 502 Bad Gateway',
    ],
    [
      'snapshot_not_created',
      'WARN',
      { outcome: 'doubtful', detail: 'UND_ERR_SOCKET' },
      '▲ No link yet, the worker tries again: ThousandEyes did not answer (UND_ERR_SOCKET)',
    ],
    ['slot_not_stamped', 'ERROR', { error: { message: 'no table' } }, '✖ worker: slot not stamped (no table)'],
    ['link_withheld', 'WARN', {}, '▲ worker: link withheld'],
  ])('shows %s as a line, and no JSON', (message, level, fields, shown) => {
    const { log, text } = aTerminal();

    log(message, fields, level);

    expect(text()).toBe(`04:10:05 ${shown}\n`);
  });

  it('shows nothing of other lines', () => {
    const { output, log, text } = aTerminal();

    log('snapshot_created');
    log('snapshot_not_created', { outcome: 'unauthorized' }, 'WARN');
    output.log('(node:1) Warning: something\n');
    output.log('{"level":"ERR');

    expect(text()).toBe('');
  });

  it('writes the log beside it if that is requested', () => {
    const logged: string[] = [];
    const { log } = aTerminal({ writeLog: (chunk) => void logged.push(chunk) });

    log('snapshot_created');

    expect(logged).toHaveLength(1);
  });

  it('shows of an error one line, and no stack', () => {
    const { output, text } = aTerminal();

    output.error(new Error('worker: Error: gone\n    at file.ts:1'));

    expect(text()).toBe('04:10:05 ✖ worker: Error: gone\n');
  });

  it('says only that it is there again after a restart', () => {
    const { output, text } = aTerminal({ isRestart: true });

    output.ready(SYSTEM);
    output.tryNext(SYSTEM, false);

    expect(text()).toBe('04:10:05 ● restarted\n');
  });
});
