import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFunction } from '../../local/lambda.ts';

const SANDBOX = new URL('../../dist/local/sandbox.mjs', import.meta.url);

/** A function that does what its event says. */
const BUNDLE = `
let calls = 0;
console.log('cold start');
export const handler = async (event, context) => {
  calls += 1;
  if (event.do === 'throw') throw new Error('as told');
  if (event.do === 'exit') process.exit(1);
  if (event.do === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
  if (event.do === 'wait') await new Promise((resolve) => setTimeout(resolve, 50));
  return { calls, variable: process.env.VARIABLE, path: process.env.PATH, left: context.getRemainingTimeInMillis() };
};`;

describe('local Lambda function', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'function-'));
    await writeFile(join(folder, 'index.mjs'), BUNDLE);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = (options: { concurrency?: number; timeoutMs?: number } = {}) => {
    const printed: string[] = [];
    const lambda = startFunction(
      {
        name: 'told',
        bundle: pathToFileURL(join(folder, 'index.mjs')),
        sandbox: SANDBOX,
        environment: { VARIABLE: 'value' },
        timeoutMs: 5000,
        concurrency: 1,
        ...options,
      },
      (chunk) => printed.push(chunk),
    );
    return { ...lambda, printed };
  };

  it('keeps its sandbox, its own variables only, and knows the time it has left', async () => {
    const lambda = start();

    const first = await lambda.invoke({});
    const second = await lambda.invoke({});

    expect(first).toMatchObject({ calls: 1, variable: 'value', path: undefined });
    expect(second).toMatchObject({ calls: 2 });
    expect((second as { left: number }).left).toBeGreaterThan(0);
    expect((second as { left: number }).left).toBeLessThanOrEqual(5000);
    expect(lambda.printed.join('')).toBe('cold start\n');
    await lambda.stop();
  });

  it('handles one event at a time in each sandbox and no more sandboxes than its concurrency', async () => {
    const lambda = start({ concurrency: 2 });

    const results = await Promise.all(Array.from({ length: 6 }, () => lambda.invoke({ do: 'wait' })));

    const calls = results.map((result) => (result as { calls: number }).calls);
    expect(calls.filter((call) => call === 1)).toHaveLength(2);
    await lambda.stop();
  });

  it.each(['throw', 'exit'])(
    'passes it on where the handler does: %s, and goes on with the next event',
    async (what) => {
      const lambda = start();

      await expect(lambda.invoke({ do: what })).rejects.toThrow('told');

      expect(await lambda.invoke({})).toMatchObject({ variable: 'value' });
      await lambda.stop();
    },
  );

  it('ends a sandbox that runs out of time, and waiting events get a new one', async () => {
    const lambda = start({ timeoutMs: 300 });

    const hanging = lambda.invoke({ do: 'hang' });
    const waiting = lambda.invoke({});

    await expect(hanging).rejects.toThrow('ended before it answered');
    expect(await waiting).toMatchObject({ calls: 1 });
    await lambda.stop();
  });
});
