import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'vitest';
import { listen } from '../../local/listen.ts';
import { freePort } from '../../prove/storm/free-port.ts';
import { ROOT } from '../support/packaged-template.ts';

const PATIENCE_MS = 300_000;
const SMALL = ['--alerts', '6', '--period', '4', '--no-baselines'];

const aFolder = async (onTestFinished: TestContext['onTestFinished']): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'of-the-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

/** `npm run prove` as a process of its own, whose temporary folders are made in `folder`. */
const start = (folder: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, ['prove/main.ts', ...SMALL, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const run = async (folder: string, ...args: string[]) => {
  const child = start(folder, ...args);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout ?? process.stdin),
    text(child.stderr ?? process.stdin),
    once(child, 'close'),
  ]);
  return { code: code as number | null, stdout, stderr };
};

/** The counter of docs/prove.md as its reader starts it, on a free port; and what it printed. */
const startCounter = async (onTestFinished: TestContext['onTestFinished'], folder: string) => {
  const [, script = ''] = /```js\n([^]*?)```/.exec(await readFile(`${ROOT}docs/prove.md`, 'utf8')) ?? [];
  const port = await freePort();
  await writeFile(join(folder, 'counter.mjs'), script.replace('9000', String(port)).replaceAll('12_000', '4_000'));
  const child = spawn(process.execPath, ['counter.mjs'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  child.stdout.on('data', (chunk) => lines.push(...String(chunk).trim().split('\n')));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) await new Promise((resolve) => setTimeout(resolve, 50));
  return { url, lines };
};

describe('npm run prove', () => {
  it.concurrent(
    'holds every claim, by the count of the counter in docs/prove.md, too',
    async ({ expect, onTestFinished }) => {
      const folder = await aFolder(onTestFinished);
      const counter = await startCounter(onTestFinished, folder);
      const own = await aFolder(onTestFinished);

      const { code, stdout, stderr } = await run(own, '--json', '--upstream', counter.url);

      expect(stderr).toMatch(/killed with SIGKILL[^]*started again[^]*meets the outage[^]*has reported every alert/);
      const { proven, systems } = JSON.parse(stdout);
      expect(systems[0].claims.filter(({ holds }: { holds: boolean }) => !holds)).toEqual([]);
      expect({ code, proven }).toEqual({ code: 0, proven: true });
      expect(counter.lines).toHaveLength(1 + systems[0].figures.calls - systems[0].figures.callsInOutage);
      expect(await readdir(own)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'exits 1 if the API gives one link for all tests',
    async ({ expect, onTestFinished }) => {
      const server = createServer((request, response) => {
        const body = JSON.stringify({ _links: { appLink: { href: 'https://proof.example/the-same' } } });
        request.resume().on('end', () => response.writeHead(201).end(body));
      });
      const { url, stop } = await listen(server);
      onTestFinished(stop);

      const { code, stdout } = await run(await aFolder(onTestFinished), '--upstream', url);

      expect(code).toBe(1);
      expect(stdout).toMatch(/FAILS {2}genuine[^]*Not proven \(genuine\)/);
    },
    PATIENCE_MS,
  );

  it.concurrent.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    'leaves no process and no folder behind when it gets %s',
    { timeout: PATIENCE_MS },
    async ([signal, code], { expect, onTestFinished }) => {
      const folder = await aFolder(onTestFinished);
      const child = start(folder);
      const closed = once(child, 'close');
      for await (const chunk of child.stderr ?? []) {
        if (String(chunk).includes('takes alerts')) break;
      }
      const tasks = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
      const children = tasks.trim().split(' ').map(Number);

      child.kill(signal);

      expect((await closed)[0]).toBe(code);
      expect(children).toHaveLength(2); // the API and the system
      expect(children.filter((pid) => isAlive(pid))).toEqual([]);
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
