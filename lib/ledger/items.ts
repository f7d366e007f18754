import { type Capture, isOpen, isPending } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import { levelOf } from '../planning/priority.ts';

/* How a capture is stored: its item has the fields of the capture and the keys of the indexes. */

/** The layout of the items that this code writes. Items of version 0.1 have no number. */
export const SCHEMA = 2;

/** Names of the table's indexes, which `infra/table.yml` declares. The indexes hold only keys. */
export const OPEN_INDEX = 'open';
export const TEST_INDEX = 'test';
export const LIST_INDEX = 'list';
export const ALERT_INDEX = 'alert';

const DAY_SECONDS = 86_400;

/** The fields of an item that are not fields of the capture: its writer, its expiry, and the keys of the indexes. */
const STORED_BESIDE = ['open', 'turn', 'testKey', 'alertId', 'kind', 'nonce', 'forgetAt', 'end'] as const;

/**
 * Makes the item of a capture.
 *
 * @param nonce identifies the write, to recognize it if the client repeats it
 * @param retentionDays days after the capture's end at which DynamoDB deletes the item
 */
export const toItem = (capture: Capture, nonce: string, retentionDays: number): Record<string, unknown> => ({
  ...capture,
  ...storedEnd(capture),
  ...indexKeys(capture),
  ...forgetAt(capture, retentionDays),
  schema: SCHEMA,
  nonce,
});

/** Reads the capture out of its stored item. Fields that this code does not know stay in it. */
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

/**
 * `ignored` and `cancelled` are stored the way version 0.1 stores an announced failure: 0.1 does not know these states,
 * and leaves such an item alone.
 */
const storedEnd = (capture: Capture) =>
  capture.state === 'ignored' || capture.state === 'cancelled'
    ? { state: 'failed', end: capture.state, announcedAt: capture.endedAt }
    : {};

/**
 * Whether the item is still at its stored end. An operator's retry in version 0.1 leaves that end, and 0.1 keeps the
 * field `end`, which it does not know.
 */
const isAtStoredEnd = ({ state, end, announcedAt, endedAt }: Record<string, unknown>): boolean =>
  end !== undefined && state === 'failed' && announcedAt === endedAt;

/**
 * Whether a newer version of this code wrote the capture. Its rules may differ, so only that version goes on with the
 * capture.
 */
export const isOfNewerSchema = ({ schema }: Capture): boolean => schema !== undefined;

/**
 * The index of open captures has two parts. Turns that begin with 0 are captures that are held or back off, by time;
 * turns that begin with 1 are captures that wait, by level and age.
 */
export const FIRST_TURN = '0';
export const turnsFrom = (level: number): string => `1 ${level}`;
export const isWaitingTurn = (turn: string): boolean => turn.startsWith('1');
/** Whether a turn of the first part is due: its lease has ended, or the time of its next try has come. */
export const isDueTurn = (turn = '', now: number): boolean => turn.startsWith('0') && turn <= `0 ${digits(now)}`;
/** The level of a turn in the waiting part. */
export const levelOfTurn = (turn: string): number => Number(turn.slice(2, 3));

/**
 * The sort key of an open capture: '0' and the time at which it is due, if it is held, backs off or shares a closing
 * snapshot later; '1', the level and the arrival, if it waits. One query therefore starts with the captures that a dead
 * worker may have left and those to try again, and goes on with the next in turn, whatever the backlog.
 */
export const turnKey = (capture: Capture): string =>
  isPending(capture) && dueAtOf(capture) === undefined
    ? `${turnsFrom(levelOf(capture))} ${digits(capture.receivedAt)}`
    : `0 ${digits(dueAtOf(capture) ?? capture.leaseUntil ?? 0)}`;

const dueAtOf = (capture: Capture): number | undefined =>
  capture.notBefore ?? (isPending(capture) ? capture.grouped?.until : undefined);

const indexKeys = (capture: Capture) => ({
  kind: 'capture',
  testKey: testKeyOf(capture),
  alertId: keyOfIndex(capture.alert?.alertId),
  ...(isOpen(capture) && { open: 'open', turn: turnKey(capture) }),
});

/**
 * DynamoDB refuses an item with a longer index key. Only a template that mixes up its fields sends such an alert id.
 */
const MAX_KEY_BYTES = 2048;

/** Whether the index by alert holds captures of an alert with this id. */
export const isIndexed = (alertId: string): boolean => Buffer.byteLength(alertId) <= MAX_KEY_BYTES;

const keyOfIndex = (id: string | undefined): string | undefined => (id !== undefined && isIndexed(id) ? id : undefined);

/** An open capture never expires. */
const forgetAt = (capture: Capture, retentionDays: number) => {
  if (isOpen(capture)) return {};
  const doneAt = capture.announcedAt ?? capture.endedAt;
  return { forgetAt: inDays(doneAt, retentionDays) };
};

/** The moment `days` days after `epochMs`, in epoch seconds, the unit of DynamoDB's expiry. */
export const inDays = (epochMs: number, days: number): number => Math.floor(epochMs / 1000) + days * DAY_SECONDS;

const digits = (epochMs: number): string => String(epochMs).padStart(15, '0');
