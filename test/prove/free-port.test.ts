import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { freePort, isFree } from '../../prove/storm/free-port.ts';
import { listen } from '../../local/listen.ts';

describe('the port of a system in a storm', () => {
  it('is one that no connection gets by itself, and another one for each system', async () => {
    const ports = await Promise.all(Array.from({ length: 100 }, freePort));

    expect(new Set(ports).size).toBe(100);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...ports)).toBeLessThan(30_000);
  });

  it('is not one on which somebody listens', async () => {
    const { url, stop } = await listen(createServer());
    const port = Number(new URL(url).port);

    expect(await isFree(port)).toBe(false);
    await stop();
    expect(await isFree(port)).toBe(true);
  });
});
