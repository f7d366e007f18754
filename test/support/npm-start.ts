import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATIENCE_MS = 45_000;

/** `npm start` as a separate process, with the lines that it prints and its end. */
export const npmStart = (args: readonly string[], env: Record<string, string> = {}) => {
  const child: ChildProcess = spawn(process.execPath, ['dist/local/main.mjs', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const closed = once(child, 'close');
  if (child.stdout) createInterface(child.stdout).on('line', (line) => lines.push(line));
  child.stderr?.on('data', (chunk) => errors.push(String(chunk)));

  const lineThat = async (matches: (line: string) => boolean): Promise<string> => {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
      const found = lines.find(matches);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no such line; printed:\n${lines.join('\n')}\n${errors.join('')}`);
  };

  return {
    child,
    lines,
    lineThat,
    stderr: () => errors.join(''),
    url: async () => (await lineThat((line) => line.startsWith('ready '))).slice('ready '.length),
    notifications: () =>
      lines
        .filter((line) => line.startsWith('notification '))
        .map((line) => JSON.parse(line.slice('notification '.length)) as Record<string, unknown>),
    /** The exit code, after all output was read. */
    exitCode: async (): Promise<number | null> => {
      const [code] = await closed;
      return code as number | null;
    },
  };
};
