import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claim } from '../../lib/captures/transitions.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createListCaptures } from '../../lib/ledger/list.ts';
import { createLedgerQueries } from '../../lib/ledger/queries.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { startEmulators } from '../support/emulators.ts';
import { aCapture, MINUTE, NOW } from '../support/factories.ts';

interface Asked {
  readonly ConsistentRead?: boolean;
  readonly RequestItems?: Readonly<Record<string, { readonly ConsistentRead?: boolean }>>;
}

/** DynamoDB may return an older version unless a read asks for consistency. No emulator does that. */
describe('reads of the table ask for what is true', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  const reads: string[] = [];

  beforeAll(async () => {
    emulators = await startEmulators();
    emulators.dynamo.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const { ConsistentRead, RequestItems = {} } = args.input as Asked;
          const asked = [ConsistentRead, ...Object.values(RequestItems).map((table) => table.ConsistentRead)];
          const kind = asked.includes(true) ? 'consistent' : 'eventual';
          if (commandName.includes('GetItem')) reads.push(`${commandName}: ${kind}`);
          return next(args);
        },
      { step: 'initialize' },
    );
  });
  afterAll(() => emulators.stop());
  beforeEach(() => void reads.splice(0));

  const parts = () => {
    const table = { client: emulators.dynamo, tableName: emulators.tableName };
    return {
      ledger: createLedger({ ...table, retentionDays: 40 }),
      queries: createLedgerQueries(table),
      list: createListCaptures(table),
      slots: createSlots({ ...table, limit: 5 }),
    };
  };

  it('a capture, by its id or with others', async () => {
    const { ledger, queries, list } = parts();
    const capture = aCapture();
    await ledger.add(capture);

    await ledger.get(capture.id);
    await queries.getAll([capture.id]);
    await list({ limit: 10 });

    expect(reads).toEqual([
      'GetItemCommand: consistent',
      'BatchGetItemCommand: consistent',
      'BatchGetItemCommand: consistent',
    ]);
  });

  it('whose a write was that is refused: its own first try may be what it met', async () => {
    const { ledger, slots } = parts();
    const capture = aCapture({ id: 'd'.repeat(32) });
    await ledger.add(capture);
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + MINUTE);

    await ledger.save({ ...claim(capture, NOW), version: 7 });
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + MINUTE);
    await slots.takeProbe({ closedUntil: NOW }, NOW + MINUTE);

    expect(reads).toEqual(Array.from({ length: 3 }, () => 'GetItemCommand: consistent'));
  });

  it('slots and gate: a slot that was just taken must not look free', async () => {
    const { slots } = parts();

    await slots.read();

    expect(reads).toEqual(['BatchGetItemCommand: consistent']);
  });
});
