import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { aClassicTrigger } from '../support/sample-events.ts';
import { npmStart } from '../support/npm-start.ts';

const REAL = { THOUSANDEYES_API_URL: 'https://api.example.com', THOUSANDEYES_TOKEN: 't' };

describe('npm start', () => {
  it('--once prints ready and the notification of the sample, and exits 0', async () => {
    const run = npmStart(['--once']);

    expect(await run.exitCode()).toBe(0);
    expect(run.lines[0]).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+$/);
    expect(run.notifications()).toEqual([expect.objectContaining({ status: 'created', testId: '3417721' })]);
  });

  it('--once exits 1 with a line if the notification does not come in time', async () => {
    const upstream = createServer(); // accepts connections, but never answers
    const { url, stop } = await listen(upstream);
    const run = npmStart(['--once', '--within', '3'], { THOUSANDEYES_API_URL: `${url}/v7`, THOUSANDEYES_TOKEN: 't' });

    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toContain('No notification came within 3 s.');
    await stop();
  });

  it('says what to try next, and stops with 0 on SIGINT', async () => {
    const run = npmStart([]);
    await run.lineThat((line) => line.includes('curl') && line.includes('/webhooks/thousandeyes'));
    const board = `board ${await run.url()}/ (operator token: local-operator-token)`;
    expect(run.lines).toContain(board);

    run.child.kill('SIGINT');

    expect(await run.exitCode()).toBe(0);
  });

  it('--no-sample sends nothing', async () => {
    const run = npmStart(['--no-sample'], { OPERATOR_TOKEN: 'of-the-operator-itself' });
    const response = await fetch(`${await run.url()}/captures`, {
      headers: { authorization: 'Bearer of-the-operator-itself' },
    });

    expect(await response.json()).toEqual({ items: [] });
    run.child.kill('SIGTERM');
    expect(await run.exitCode()).toBe(0);
    expect(run.lines.join('\n')).not.toContain('of-the-operator-itself');
  });

  it('--help explains options and variables', async () => {
    const run = npmStart(['--help']);

    expect(await run.exitCode()).toBe(0);
    for (const word of ['--once', '--no-sample', 'THOUSANDEYES_API_URL', 'DATA_DIR', 'SNAPSHOT_LIMIT']) {
      expect(run.lines.join('\n')).toContain(word);
    }
  });

  it.each([
    [['--onec'], {}, /^Unknown option '--onec'.*--help\.\n$/],
    [['--once', '--no-sample'], {}, /^--once waits .*\n$/],
    [
      [],
      { PORT: 'abc', SNAPSHOT_LIMIT: 'x' },
      /^The configuration .*:\n  SNAPSHOT_LIMIT must be .*\n  PORT must be a port number\.\n$/,
    ],
    [
      [],
      { THOUSANDEYES_API_URL: 'https://api.thousandeyes.com' },
      /^The configuration .*:\n  THOUSANDEYES_TOKEN is missing.*\n/,
    ],
    [
      ['--once'],
      { ...REAL, WEBHOOK_TOKEN: 'own', OPERATOR_TOKEN: 'an-operator-token-of-my-own' },
      /^--once waits .*\n$/,
    ],
    [[], REAL, /^The configuration .*:\n  WEBHOOK_TOKEN must be .*\n  OPERATOR_TOKEN must be .*\n$/],
  ])('%j with %j exits 1 with one clear line for each fault', async (args, env, line) => {
    const run = npmStart(args, env);

    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toMatch(line);
  });

  it('exits 1 with one clear line if the port is taken', async () => {
    const server = createServer();
    const { stop } = await listen(server);
    const { port } = server.address() as AddressInfo;
    const run = npmStart([], { PORT: String(port) });

    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toBe(`Port ${port} is taken. Set PORT to another one, such as PORT=${port + 1}.\n`);
    await stop();
  });

  it.each(['a-file', 'a-file/below'])('exits 1 with one clear line where DATA_DIR is no folder: %s', async (name) => {
    const folder = await mkdtemp(join(tmpdir(), 'captures-'));
    await writeFile(join(folder, 'a-file'), '');
    const DATA_DIR = join(folder, name);
    const run = npmStart([], { DATA_DIR });

    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toBe(`DATA_DIR ${DATA_DIR} is not a folder that can be written.\n`);
    await rm(folder, { recursive: true });
  });

  it('exits 1 with one clear line if DATA_DIR is in use', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'captures-'));
    const first = npmStart(['--no-sample'], { DATA_DIR });
    await first.url();
    const second = npmStart(['--no-sample'], { DATA_DIR });

    expect(await second.exitCode()).toBe(1);
    expect(second.stderr()).toBe(
      `DATA_DIR ${DATA_DIR} is in use by process ${first.child.pid}. Stop that one, or choose another folder.\n`,
    );
    first.child.kill('SIGTERM');
    await first.exitCode();
    await rm(DATA_DIR, { recursive: true });
  });

  it('keeps the ledger over restarts in DATA_DIR', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'captures-'));
    const alert = JSON.stringify(await aClassicTrigger(71));
    const post = async (run: ReturnType<typeof npmStart>) => {
      const headers = { 'x-webhook-token': 'local-webhook-token', 'content-type': 'application/json' };
      const response = await fetch(`${await run.url()}/webhooks/thousandeyes`, {
        method: 'POST',
        headers,
        body: alert,
      });
      return response.json();
    };

    const first = npmStart(['--no-sample'], { DATA_DIR });
    const accepted = await post(first);
    first.child.kill('SIGTERM');
    await first.exitCode();
    const second = npmStart(['--no-sample'], { DATA_DIR });
    const repeated = await post(second);
    second.child.kill('SIGTERM');
    await second.exitCode();

    expect(accepted).toMatchObject({ status: 'accepted' });
    expect(repeated).toEqual({ ...(accepted as object), status: 'duplicate' });
    await rm(DATA_DIR, { recursive: true });
  });
});
