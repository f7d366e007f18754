import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { npmStart } from '../support/npm-start.ts';

const linkOfTheSample = async (run: ReturnType<typeof npmStart>): Promise<string> => {
  await run.lineThat((line) => line.startsWith('notification '));
  return String(run.notifications()[0]?.['link']);
};

const stopped = async (run: ReturnType<typeof npmStart>): Promise<void> => {
  run.child.kill('SIGTERM');
  await run.exitCode();
};

const get = (url: string, host: string) =>
  new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const request = httpRequest(url, { headers: { host } }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    request.on('error', reject).end();
  });

describe('npm start: the link of the sample', () => {
  it('opens under the port of the webhook, so that one forwarded port is enough', async () => {
    const run = npmStart([]);

    const link = await linkOfTheSample(run);
    const page = await fetch(link);

    expect(new URL(link).origin).toBe(await run.url());
    expect(await page.text()).toContain('Shop checkout');
    await stopped(run);
  });

  it('names PUBLIC_URL, whose host is answered', async () => {
    const run = npmStart([], { PUBLIC_URL: 'https://work-3000.example.dev' });

    const link = await linkOfTheSample(run);
    const page = await get(`${await run.url()}${new URL(link).pathname}`, 'work-3000.example.dev');

    expect(link).toMatch(/^https:\/\/work-3000\.example\.dev\/share\/\w+$/);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Shop checkout') });
    await stopped(run);
  });

  it('opens after a restart with DATA_DIR', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'captures-'));
    const first = npmStart([], { DATA_DIR });
    const link = await linkOfTheSample(first);
    await stopped(first);

    const second = npmStart(['--no-sample'], { DATA_DIR, PORT: new URL(link).port });
    await second.url();

    expect((await fetch(link)).status).toBe(200);
    await stopped(second);
    await rm(DATA_DIR, { recursive: true });
  });

  it('is in a file of DATA_DIR: one that cannot be read is one clear line', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'captures-'));
    await writeFile(join(DATA_DIR, 'snapshots.jsonl'), '{"id":');
    const run = npmStart([], { DATA_DIR });

    expect(await run.exitCode()).toBe(1);
    expect(run.stderr()).toMatch(/^\S+\/snapshots\.jsonl cannot be read\. .*\n$/);
    await rm(DATA_DIR, { recursive: true });
  });
});
