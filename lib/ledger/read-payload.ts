import { createGetItems, type Item, type Table } from './get-items.ts';
import { payloadId } from './payload-items.ts';

/** Reads the quarantined body of a capture, as it was stored; undefined if there is none, or if it was deleted. */
export type ReadPayload = (captureId: string) => Promise<string | undefined>;

/** Reads a quarantined body in one read; a body in parts takes one more. */
export const createReadPayload = (table: Table): ReadPayload => {
  const getItems = createGetItems(table);
  return async (captureId) => {
    const first = (await getItems([payloadId(captureId)])).get(payloadId(captureId));
    if (first === undefined) return undefined;
    const others = Array.from({ length: Number(first['parts'] ?? 1) - 1 }, (_, index) =>
      payloadId(captureId, index + 2),
    );
    const rest = others.length > 0 ? await getItems(others) : new Map<string, Item>();
    return [first, ...others.map((id) => rest.get(id))].map(textIn).join('');
  };
};

const textIn = (item: Item | undefined): string => (typeof item?.['payload'] === 'string' ? item['payload'] : '');
