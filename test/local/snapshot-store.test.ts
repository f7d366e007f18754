import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startStandIn } from '../../local/stand-in/thousandeyes.ts';

it('the stand-in remembers, in its file, the snapshots that count for its limit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  const start = () =>
    startStandIn({
      tokens: () => ['token'],
      snapshotLimit: 1,
      snapshotPeriodMs: 60_000,
      snapshotFile: join(folder, 'snapshots.jsonl'),
    });
  const create = async ({ apiUrl }: { readonly apiUrl: string }): Promise<number> => {
    const endDate = new Date().toISOString();
    const startDate = new Date(Date.parse(endDate) - 3_600_000).toISOString();
    const body = JSON.stringify({ displayName: 'x', startDate, endDate });
    const headers = { authorization: 'Bearer token' };
    return (await fetch(`${apiUrl}/tests/1/snapshot`, { method: 'POST', headers, body })).status;
  };

  const first = await start();
  const created = await create(first);
  await first.stop();
  const second = await start();
  const refused = await create(second);
  await second.stop();

  expect([created, refused]).toEqual([201, 429]);
  expect([...second.snapshots.values()]).toMatchObject([{ testId: '1', displayName: 'x' }]);
  await rm(folder, { recursive: true });
});
