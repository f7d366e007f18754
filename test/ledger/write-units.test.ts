import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { captureOfUnknown } from '../../lib/captures/from-alert.ts';
import { payloadItem, toItem } from '../../lib/ledger/items.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aCapture, NOW } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';
import { sizeOf, writeUnitsOf } from '../support/write-units.ts';

const RETENTION_DAYS = 40;
const A_NONCE = 'a'.repeat(36);
const BODY_BYTES = 256 * 1024;

type Units = Readonly<Record<string, number>>;

/** A worker over a ledger that counts what each capture's writes cost, by table and index. */
const countingWorker = () => {
  const ledger = createMemoryLedger(() => NOW);
  const units: Record<string, Units> = {};
  const items: Record<string, Record<string, unknown>> = {};
  const count = (id: string, item: Record<string, unknown>): void => {
    const written = Object.entries(writeUnitsOf(items[id], item));
    units[id] = Object.fromEntries(written.map(([name, more]) => [name, (units[id]?.[name] ?? 0) + more]));
    items[id] = item;
  };
  const countCapture = (capture: Capture): void => count(capture.id, toItem(capture, A_NONCE, RETENTION_DAYS));
  const counting = {
    ...ledger,
    add: async (capture: Capture, payload?: string) => {
      if (payload !== undefined) count('payload', payloadItem(capture, payload, RETENTION_DAYS));
      countCapture(capture);
      return ledger.add(capture, payload);
    },
    save: async (next: Capture) => {
      countCapture(next);
      return ledger.save(next);
    },
  };
  return { ...aWorker({ ledger: counting }), ledger: counting, units, items };
};

/** docs/limits.md has these numbers, and the ceiling that follows from them. */
describe('write units', () => {
  it('of an alert with a snapshot of its own', async () => {
    const { ledger, work, units } = countingWorker();
    const capture = aCapture();
    await ledger.add(capture);

    await work();

    // Four writes of less than 1 KB. In `open` it enters, moves where it is claimed and where it is created, and leaves.
    expect(units).toEqual({ [capture.id]: { table: 4, open: 6, test: 1, list: 1, alert: 1 } });
  });

  it('of an alert that is merged into another one', async () => {
    const { ledger, work, units } = countingWorker();
    const [leader, follower] = ['a', 'b'].map((letter) => aCapture({ id: letter.repeat(32) }));
    if (!leader || !follower) throw new Error('two were made');
    await ledger.add(leader);
    await ledger.add(follower);

    await work();

    expect(units[follower.id]).toEqual({ table: 3, open: 4, test: 1, list: 1, alert: 1 });
  });

  it('of a quarantined body of 256 KB: once, and nothing of it in an index', async () => {
    const { ledger, work, units, items, world } = countingWorker();
    const text = JSON.stringify({ unheard: 'x'.repeat(BODY_BYTES) });
    const { capture, payload } = captureOfUnknown(Buffer.from(text), text, 'no known payload family fits', NOW);
    await ledger.add(capture, payload);

    await work();

    expect(world.published).toHaveLength(1);
    expect(units['payload']).toEqual({ table: 257, open: 0, test: 0, list: 0, alert: 0 });
    expect(units[capture.id]).toEqual({ table: 3, open: 4, test: 0, list: 1, alert: 0 });
    expect(sizeOf(items[capture.id] ?? {})).toBeLessThan(1024);
  });
});
