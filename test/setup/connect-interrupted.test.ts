import { afterEach, describe, expect, it } from 'vitest';
import { startConnect, URL_OF_WEBHOOK } from '../support/connect-harness.ts';

let connect: Awaited<ReturnType<typeof startConnect>>;
const start = async () => (connect = await startConnect());

afterEach(() => connect.end());

describe('connect: Ctrl-C', () => {
  it('ends between two calls, says what was done, and the next run goes on', async () => {
    const { run, rules } = await start();
    let interrupted = false;
    const args = [URL_OF_WEBHOOK, '--all', '--yes'];

    const { code, err } = await run(args, {
      isInterrupted: () => {
        interrupted ||= connect.calls.some(({ path, method }) => method === 'PUT' && path.endsWith('/rules/1'));
        return interrupted;
      },
    });
    const again = await run(args);

    expect(code).toBe(130);
    expect(err).toMatch(/Interrupted between two calls\.\nDone:(.|\n)*Rule 1\nNot done:\n.*Rule 2\n.*Rule 3/);
    expect(again.writes).toEqual(['PUT /alerts/rules/2', 'PUT /alerts/rules/3']);
    expect([...rules.values()].every((text) => JSON.parse(text).notifications.customWebhook.length === 2)).toBe(true);
  });

  it('while it looks has changed nothing', async () => {
    const { attach, run } = await start();

    const { code, err, writes } = await run([URL_OF_WEBHOOK, '--all'], { isInterrupted: () => true });

    expect([code, writes]).toEqual([130, []]);
    expect(err).toContain('Interrupted. Nothing was changed.');
    expect((await attach()).code).toBe(0);
  });
});
