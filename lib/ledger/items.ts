import { type Capture, isOpen } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { turnOf } from '../planning/priority.ts';

/* How a capture is stored: the item is the capture, with the keys of the indexes beside it. */

/** Names of the table's indexes; `serverless.yml` and the local system create them. */
export const OPEN_INDEX = 'open';
export const TEST_INDEX = 'test';
export const LIST_INDEX = 'list';

const DAY_SECONDS = 86_400;

/** What is stored beside the capture itself: who wrote it, until when it is kept, and the keys of the indexes. */
const STORED_BESIDE = ['open', 'turn', 'testKey', 'kind', 'nonce', 'forgetAt'] as const;

/** The item of a capture. `nonce` tells its writer; `retentionDays` after it was done DynamoDB forgets it. */
export const toItem = (capture: Capture, nonce: string, retentionDays: number): Record<string, unknown> => ({
  ...capture,
  ...indexKeys(capture),
  ...forgetAt(capture, retentionDays),
  nonce,
});

/** A stored item as the capture that it is. */
export const fromItem = (item: Record<string, unknown>): Capture => {
  const capture = { ...item };
  for (const key of STORED_BESIDE) delete capture[key];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `toItem` makes items, and it makes them of captures
  return capture as unknown as Capture;
};

/**
 * Sort key of open captures: '0' and the lease's end for those in hand, '1' and the turn for pending ones.
 * One query therefore brings first what a dead worker may have left, then who is next, whatever the backlog.
 */
export const turnKey = (capture: Capture): string =>
  capture.state === 'pending'
    ? `1 ${digits(Math.max(turnOf(capture), capture.notBefore ?? 0))}`
    : `0 ${digits(capture.leaseUntil ?? 0)}`;

const indexKeys = (capture: Capture) => ({
  kind: 'capture',
  testKey: testKeyOf(capture),
  ...(isOpen(capture) && { open: 'open', turn: turnKey(capture) }),
});

/** What is still open is never forgotten. */
const forgetAt = (capture: Capture, retentionDays: number) => {
  const doneAt = Math.floor((capture.announcedAt ?? capture.receivedAt) / 1000);
  return isOpen(capture) ? {} : { forgetAt: doneAt + retentionDays * DAY_SECONDS };
};

const digits = (epochMs: number): string => String(epochMs).padStart(15, '0');
