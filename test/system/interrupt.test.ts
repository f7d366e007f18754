import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { freePort } from '../../prove/storm/free-port.ts';
import { npmStart } from '../support/npm-start.ts';
import { aClassicTrigger } from '../support/sample-events.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(20);
};

/** Loaded before the program. It writes `armed` when the program installs its handler for SIGINT. */
const SAY_ARMED = `data:text/javascript,process.on('newListener', (name) => {
  if (name === 'SIGINT') process.stderr.write('armed');
})`;

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

/** A line of a stack trace begins with `at`. */
const STACK = /^\s+at /m;

describe('Ctrl-C ends npm start with 0 and without a stack', () => {
  it('before anything is built', async () => {
    const child = spawn(process.execPath, ['--import', SAY_ARMED, 'local/start.ts', '--no-sample'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(String(chunk)));
    const closed = once(child, 'close');
    await once(child.stderr, 'data');

    child.kill('SIGINT');

    expect(await closed).toEqual([0, null]);
    expect(printed.join('')).toBe('armed');
  });

  it('while it starts', async () => {
    const port = await freePort();
    const run = npmStart([], { PORT: String(port) });
    await until(() => isOpen(port)); // the system takes its port first

    run.child.kill('SIGINT');

    expect(await run.exitCode()).toBe(0);
    expect(run.stderr()).not.toMatch(STACK);
  });

  it('in the middle of a call that nobody answers, and of a request', async () => {
    const upstream = createServer();
    const { url, stop } = await listen(upstream);
    const run = npmStart([], { THOUSANDEYES_API_URL: `${url}/v7`, THOUSANDEYES_TOKEN: 't' });
    const called = once(upstream, 'request');
    const gateway = await run.url();
    await called;
    const headers = { 'x-webhook-token': 'local-webhook-token', 'content-type': 'application/json' };
    const body = JSON.stringify(await aClassicTrigger(91));
    const request = fetch(`${gateway}/webhooks/thousandeyes`, { method: 'POST', headers, body }).catch(() => undefined);

    run.child.kill('SIGINT');

    expect(await run.exitCode()).toBe(0);
    expect(run.stderr()).not.toMatch(STACK);
    await request;
    await stop();
  });
});
