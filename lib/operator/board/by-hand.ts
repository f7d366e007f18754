import { type ReadableIds, readableIdsIn } from '../../alerts/readable-ids.ts';
import type { Capture } from '../../captures/capture.ts';
import type { ReadPayload } from '../../ledger/read-payload.ts';

/** What a capture by hand can be filled with, in the place of one whose body could not be read. */
export interface ByHand extends ReadableIds {
  readonly captureId: string;
  /** The end of the window that it would have had: ISO 8601 in UTC. */
  readonly endDate: string;
  /** The body is kept no more. */
  readonly isForgotten: boolean;
}

/** What the body of a quarantined capture still says; undefined for any other capture. */
export const byHandFor = async (
  capture: Capture | undefined,
  readPayload: ReadPayload,
): Promise<ByHand | undefined> => {
  if (capture?.failure?.code !== 'quarantined') return undefined;
  const body = await readPayload(capture.id);
  const ids = readableIdsIn(asText(body ?? ''));
  return { captureId: capture.id, endDate: capture.endDate, isForgotten: body === undefined, ...ids };
};

const BYTES = 'data:application/octet-stream;base64,';

/** Bytes that are no UTF-8 are kept as a data URL. */
const asText = (body: string): string =>
  body.startsWith(BYTES) ? Buffer.from(body.slice(BYTES.length), 'base64').toString('latin1') : body;
