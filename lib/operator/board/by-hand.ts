import { type ReadableIds, readableIdsIn } from '../../alerts/readable-ids.ts';
import type { Capture } from '../../captures/capture.ts';
import type { ReadPayload } from '../../ledger/read-payload.ts';

/** The values that fill the form for a manual capture, which replaces a quarantined one. */
export interface ByHand extends ReadableIds {
  readonly captureId: string;
  /** The end of the window of the quarantined capture, ISO 8601 in UTC. */
  readonly endDate: string;
  /** Whether the body is no longer stored. */
  readonly isForgotten: boolean;
}

/** The ids that can still be read in the body of a quarantined capture; undefined for any other capture. */
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

/** The body as text. A body that is not UTF-8 is stored as a data URL. */
const asText = (body: string): string =>
  body.startsWith(BYTES) ? Buffer.from(body.slice(BYTES.length), 'base64').toString('latin1') : body;
