import { describe, expect, it } from 'vitest';
import { aWebhook } from '../support/webhook-harness.ts';

const MAX_ITEM_BYTES = 400 * 1024;

/** The ledger's copy of a body of no known shape. */
const keptOf = async (bytes: Buffer) => {
  const { ledger, send } = aWebhook();
  await send(bytes);
  const [capture] = ledger.all();
  return { capture, payload: ledger.payloads.get(capture?.id ?? '') };
};

describe('webhook: a body of an unknown shape', () => {
  it('is kept as it came', async () => {
    const text = '{"unheard":"of ü"}';

    expect(await keptOf(Buffer.from(text))).toMatchObject({ capture: { state: 'failed' }, payload: text });
  });

  it('is kept byte for byte, and fits into an item, where it is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.alloc(262_000, 0xe9), Buffer.from('"')]);

    const { payload = '' } = await keptOf(bytes);

    expect(Buffer.byteLength(payload)).toBeLessThan(MAX_ITEM_BYTES);
    expect(Buffer.from(payload.split('base64,')[1] ?? '', 'base64').equals(bytes)).toBe(true);
  });
});
