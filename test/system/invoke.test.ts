import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { npmStart } from '../support/npm-start.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `npm run invoke -- …` in a separate process. */
const npmRunInvoke = async (args: readonly string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['local/invoke.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, stdout, stderr };
};

describe('npm run invoke', () => {
  let run: ReturnType<typeof npmStart>;
  let env: Record<string, string>;
  beforeAll(async () => {
    run = npmStart(['--no-sample'], { WEBHOOK_TOKEN: 'hook', OPERATOR_TOKEN: 'the-operator-of-this-test' });
    env = { PORT: new URL(await run.url()).port, WEBHOOK_TOKEN: 'hook', OPERATOR_TOKEN: 'the-operator-of-this-test' };
  });
  afterAll(async () => {
    run.child.kill('SIGTERM');
    await run.exitCode();
  });

  it.each([
    ['worker', 'events/worker-watchdog.json'],
    ['worker', 'events/worker-wake.json'],
    ['schedule', 'events/schedule.json'],
  ])('--json prints null if %s returned nothing, and exits 0: %s', async (...args) => {
    expect(await npmRunInvoke(['--json', ...args], env)).toEqual({ exitCode: 0, stdout: 'null\n', stderr: '' });
  });

  it('prints what the function decided, and what waits', async () => {
    const { exitCode, stdout, stderr } = await npmRunInvoke(['schedule', 'events/schedule.json'], env);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^✔ schedule is done\.\n {2}\d\d:\d\d:\d\d scheduled capture taken in .*testId/);
    expect(stdout).toMatch(/\. [0-5] of 5 slots (is|are) free\.\n$/);
  });

  it.each([
    ['webhook', 'events/classic-http-server-trigger.json', 200, { status: 'accepted' }],
    ['webhook', 'events/classic-test-ping.json', 200, { status: 'ignored' }],
    ['captures', 'events/manual.json', 202, { reason: 'manual', testId: '3417721' }],
  ])('puts the plain body for %s into a request with the token: %s', async (name, file, statusCode, body) => {
    const { exitCode, stdout } = await npmRunInvoke(['--json', name, file], env);

    const result = JSON.parse(stdout);
    expect({ exitCode, statusCode: result.statusCode }).toEqual({ exitCode: 0, statusCode });
    expect(JSON.parse(result.body)).toMatchObject(body);
  });

  it('says in one line what is wrong with a request, and exits 1', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'event-'));
    const file = join(folder, 'manual.json');
    await writeFile(file, JSON.stringify({ testId: '1', endDate: 'yesterday' }));

    const { exitCode, stdout, stderr } = await npmRunInvoke(['captures', file], env);

    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout.split('\n')[0]).toBe(
      '✖ captures answered 400 endDate: must be a UTC date-time such as 2026-03-01T10:00:00Z',
    );
    await rm(folder, { recursive: true });
  });

  it('passes an event of API Gateway on as it is', async () => {
    const { exitCode, stdout } = await npmRunInvoke(['--json', 'captures', 'events/captures-list.json'], env);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ statusCode: 401 }); // the system does not accept the event’s token
  });

  it('--print prints the event and invokes nothing', async () => {
    const { exitCode, stdout } = await npmRunInvoke(['--print', 'captures', 'events/manual.json'], {
      OPERATOR_TOKEN: 'the-operator-of-this-test',
    });

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      rawPath: '/captures',
      headers: { authorization: 'Bearer the-operator-of-this-test' },
    });
  });

  it('prints the message of a function that throws on standard error, and exits 1', async () => {
    const { exitCode, stdout, stderr } = await npmRunInvoke(['schedule', 'events/manual.json'], env);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^schedule: Error: The schedule’s input does not fit\. name is missing\. .*\n$/);
  });

  it('--help explains functions, files and variables', async () => {
    const { exitCode, stdout } = await npmRunInvoke(['--help']);

    expect(exitCode).toBe(0);
    for (const word of ['webhook', 'plain body', '--print', 'PORT', 'OPERATOR_TOKEN']) expect(stdout).toContain(word);
  });

  it.each([
    [
      ['worker', 'events/worker-watchdog.json'],
      { PORT: '1' },
      /^No local system runs at http:\/\/127\.0\.0\.1:1\. .*npm start/,
    ],
    [
      ['robot', 'events/manual.json'],
      {},
      /^There is no function robot\. The functions are webhook, captures, schedule, worker/,
    ],
    [['worker', 'events/none.json'], {}, /^events\/none\.json cannot be read\.$/],
    [['worker', 'README.md'], {}, /^README\.md is not valid JSON\.$/],
    [['worker'], {}, /^Name a function and an event file\. .*--help/],
    [['--onec'], {}, /^Unknown option '--onec'\. See npm run invoke -- --help\.$/],
  ])('%j with %j exits 1 with one clear line', async (args, variables, line) => {
    const { exitCode, stdout, stderr } = await npmRunInvoke(args, variables);

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr.trimEnd()).toMatch(line);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('names a setting that is wrong on a line of its own', async () => {
    const { exitCode, stderr } = await npmRunInvoke(['worker', 'events/worker-watchdog.json'], { PORT: 'x' });

    expect(exitCode).toBe(1);
    expect(stderr.trimEnd().split('\n').slice(1)).toEqual(['  PORT must be a port number.']);
  });

  it('is no part of what is deployed', async () => {
    for (const name of FUNCTION_NAMES) {
      expect(await readFile(new URL(`../../dist/${name}/index.mjs`, import.meta.url), 'utf8')).not.toContain('_local');
    }
  });
});
