import { type Capture, isOpen, isPending } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { levelOf } from '../planning/priority.ts';

/* How a capture is stored: the item is the capture, with the keys of the indexes beside it. */

/** The layout of the items that this code writes. Those of 0.1 have no number. */
export const SCHEMA = 2;

/** Names of the table's indexes; `infra/table.yml` declares them. They hold keys only. */
export const OPEN_INDEX = 'open';
export const TEST_INDEX = 'test';
export const LIST_INDEX = 'list';
export const ALERT_INDEX = 'alert';

const DAY_SECONDS = 86_400;

/** What is stored beside the capture itself: who wrote it, until when it is kept, and the keys of the indexes. */
const STORED_BESIDE = ['open', 'turn', 'testKey', 'alertId', 'kind', 'nonce', 'forgetAt', 'end'] as const;

/** The item of a capture. `nonce` tells its writer; `retentionDays` after it was done DynamoDB forgets it. */
export const toItem = (capture: Capture, nonce: string, retentionDays: number): Record<string, unknown> => ({
  ...capture,
  ...storedEnd(capture),
  ...indexKeys(capture),
  ...forgetAt(capture, retentionDays),
  schema: SCHEMA,
  nonce,
});

/** A stored item as the capture that it is. */
export const fromItem = (item: Record<string, unknown>): Capture => {
  const capture = { ...item };
  for (const key of STORED_BESIDE) delete capture[key];
  if (!(Number(item['schema']) > SCHEMA)) delete capture['schema'];
  if (isAtStoredEnd(item)) {
    capture['state'] = item['end'];
    delete capture['announcedAt'];
  } else {
    delete capture['endedAt'];
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `toItem` makes items, and it makes them of captures
  return capture as unknown as Capture;
};

/** `ignored` and `cancelled` are stored as 0.1 stores a failure that was announced: a version that does not know them leaves them alone. */
const storedEnd = (capture: Capture) =>
  capture.state === 'ignored' || capture.state === 'cancelled'
    ? { state: 'failed', end: capture.state, announcedAt: capture.endedAt }
    : {};

/** Whether it is still at that end. An operator's retry in 0.1 leads away from it, and 0.1 keeps the fields that it does not know. */
const isAtStoredEnd = ({ state, end, announcedAt, endedAt }: Record<string, unknown>): boolean =>
  end !== undefined && state === 'failed' && announcedAt === endedAt;

/** Whether a newer version of this code wrote it: its rules may have changed, so only that version goes on with it. */
export const isOfNewerSchema = ({ schema }: Capture): boolean => schema !== undefined;

/** The parts of the index of open captures: what is in hand or backs off by its time, and what waits by level and age. */
export const FIRST_TURN = '0';
export const turnsFrom = (level: number): string => `1 ${level}`;
export const isWaitingTurn = (turn: string): boolean => turn.startsWith('1');
/** Whether a turn of the other part is due: a lease that is over, or a next try whose time has come. */
export const isDueTurn = (turn = '', now: number): boolean => turn.startsWith('0') && turn <= `0 ${digits(now)}`;
/** The level of a turn in the waiting part. */
export const levelOfTurn = (turn: string): number => Number(turn.slice(2, 3));

/**
 * Sort key of open captures: '0' and the time at which something is due for those in hand and those that back off; '1',
 * the level and the arrival for those that wait. One query therefore brings first what a dead worker may have left and
 * what is to be tried again, then who is next, whatever the backlog.
 */
export const turnKey = (capture: Capture): string =>
  isPending(capture) && capture.notBefore === undefined
    ? `${turnsFrom(levelOf(capture))} ${digits(capture.receivedAt)}`
    : `0 ${digits(capture.notBefore ?? capture.leaseUntil ?? 0)}`;

const indexKeys = (capture: Capture) => ({
  kind: 'capture',
  testKey: testKeyOf(capture),
  alertId: keyOfIndex(capture.alert?.alertId),
  ...(isOpen(capture) && { open: 'open', turn: turnKey(capture) }),
});

/** DynamoDB refuses an item whose key in an index is longer. No alert has such an id: only a template that mixes up its fields. */
const MAX_KEY_BYTES = 2048;

/** Whether captures of an alert with this id are found by it. */
export const isIndexed = (alertId: string): boolean => Buffer.byteLength(alertId) <= MAX_KEY_BYTES;

const keyOfIndex = (id: string | undefined): string | undefined => (id !== undefined && isIndexed(id) ? id : undefined);

/** What is still open is never forgotten. */
const forgetAt = (capture: Capture, retentionDays: number) => {
  if (isOpen(capture)) return {};
  const doneAt = capture.announcedAt ?? capture.endedAt;
  return { forgetAt: inDays(doneAt, retentionDays) };
};

/** The moment so many days after `epochMs`, in DynamoDB's epoch seconds. */
export const inDays = (epochMs: number, days: number): number => Math.floor(epochMs / 1000) + days * DAY_SECONDS;

const digits = (epochMs: number): string => String(epochMs).padStart(15, '0');
