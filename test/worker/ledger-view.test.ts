import { describe, expect, it } from 'vitest';
import type { Capture } from '../../lib/captures/capture.ts';
import { testKeyOf } from '../../lib/captures/identity.ts';
import { claim } from '../../lib/captures/transitions.ts';
import { createLedgerView } from '../../lib/worker/ledger-view.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { aCapture, MINUTE, NOW } from '../support/factories.ts';

describe('ledger view: a read is answered after a write that it does not know of', () => {
  it('does not hide the newer version', async () => {
    const ledger = createMemoryLedger(() => NOW);
    const capture = aCapture();
    await ledger.add(capture);
    let answer = async (read: Capture[]): Promise<Capture[]> => read;
    const slow = { ...ledger, getAll: async (ids: readonly string[]) => answer(await ledger.getAll(ids)) };
    const view = createLedgerView(slow, createMemorySlots(5), [], () => NOW);
    await view.look();
    const { promise: written, resolve: write } = Promise.withResolvers<unknown>();
    answer = async (read) => written.then(() => read);

    const reading = view.readTest(testKeyOf(capture) ?? '');
    await new Promise(setImmediate); // the item is read, and its answer is under way
    write(await view.save(claim(capture, NOW + MINUTE)));
    await reading;

    expect(view.sight().captures).toEqual([claim(capture, NOW + MINUTE)]);
  });
});
