import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';

/**
 * Runs a probe: a separate Node process with these environment variables and no others. It reads its parameters as JSON
 * from standard input, and writes its result as JSON to file descriptor 3. Its standard output, which has the logs of
 * the functions, is discarded.
 *
 * @throws Error with the end of its standard error if the probe fails
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
