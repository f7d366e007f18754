import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

/**
 * Runs a probe: a Node process of its own with these variables and nothing else of ours. What it prints (the functions'
 * logs) goes to /dev/null, what it found comes back on its file descriptor 3 as JSON, as its parameters came on standard input.
 *
 * @throws where it ends with an error, with what it wrote to standard error
 */
export const runProbe = async <Result>(
  script: string,
  environment: Readonly<Record<string, string>>,
  parameters: object,
): Promise<Result> => {
  const path = new URL(script, import.meta.url).pathname;
  const child = spawn(process.execPath, [path], {
    env: environment,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
  child.stdin?.end(JSON.stringify(parameters));
  const [found, errors, [code]] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stderr as Readable),
    once(child, 'exit'),
  ]);
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${errors.slice(-2000)}`);
  return JSON.parse(found) as Result;
};
