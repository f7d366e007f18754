import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createReadPayload } from '../../lib/ledger/read-payload.ts';
import { aFailed } from '../support/factories.ts';
import { startEmulators } from '../support/emulators.ts';

describe('the body of a quarantined capture', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  it.each([
    { name: 'small', body: '{"unheard":"of"' },
    { name: 'in parts', body: `${'ж'.repeat(500_000)}{"testId":7` },
    { name: 'empty', body: '' },
  ])('is read as it was kept: $name', async ({ name, body }) => {
    const table = { client: emulators.dynamo, tableName: emulators.tableName };
    const id = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
    await createLedger({ ...table, retentionDays: 7 }).add(aFailed({ id }), body);

    expect((await createReadPayload(table)(id)) === body).toBe(true);
  });

  it('is none of a capture without one', async () => {
    const table = { client: emulators.dynamo, tableName: emulators.tableName };

    expect(await createReadPayload(table)('f'.repeat(32))).toBeUndefined();
  });
});
