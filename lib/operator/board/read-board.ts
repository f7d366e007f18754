import { type ByHand, byHandFor } from './by-hand.ts';
import { type Filter, readFilter } from './parts/filter.ts';
import { cursorOf, type ListPage } from '../../ledger/list.ts';
import { readOpen } from '../../ledger/queries.ts';
import { type CaptureView, viewOf } from '../view.ts';
import { type OperatorDeps, STATUS_LIMIT } from '../api.ts';
import { type Read, readListQuery } from '../requests.ts';
import { type Status, statusOf } from '../status.ts';
import type { Operator } from '../../runtime/operators.ts';
import { type Turn, turnsOf } from '../../planning/due-times.ts';

/** Everything that the board shows: the answers of `GET /captures` and `GET /status`, and the turns. */
export interface Board {
  /** The operator who views the board. */
  readonly operator: Operator;
  readonly filter: Filter;
  readonly status: Status;
  readonly turns: readonly Turn[];
  /** The captures that fit the filter, newest first. */
  readonly captures: readonly CaptureView[];
  readonly nextCursor?: string | undefined;
  /** Values for the form, if the board shows a quarantined capture. */
  readonly byHand?: ByHand | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Reads the board for the query of a URL, or returns all faults of the query. Throws the errors of the ledger. */
export const readBoard = async (
  { ledger, listCaptures, readPayload, slots, now, periodMs }: OperatorDeps,
  parameters: Readonly<Record<string, string | undefined>> | undefined,
  operator: Operator,
): Promise<Read<Board>> => {
  const { filter, query } = readFilter(parameters);
  const { captureId, ...rest } = query;
  const asked = readListQuery(rest);
  if (!asked.ok) return asked;
  const [quota, open, { captures, next }] = await Promise.all([
    slots.read(),
    readOpen(ledger, STATUS_LIMIT),
    captureId === undefined ? listCaptures(asked.value) : withItsSource(ledger, captureId),
  ]);
  const at = now();
  const value: Board = {
    operator,
    filter,
    status: statusOf(quota, open, STATUS_LIMIT, periodMs, at),
    turns: turnsOf(open, quota, periodMs, at),
    captures: captures.map(viewOf),
    nextCursor: next && cursorOf(next),
    byHand: captureId === undefined ? undefined : await byHandFor(captures[0], readPayload),
    now: at,
  };
  return { ok: true, value };
};

/** One capture, whatever the rest of the filter says, and the capture whose snapshot serves it. */
const withItsSource = async (ledger: OperatorDeps['ledger'], id: string): Promise<ListPage> => {
  const capture = await ledger.get(id);
  const source = capture?.mergedInto ?? capture?.reusedFrom;
  return { captures: [...(capture ? [capture] : []), ...(source === undefined ? [] : await ledger.getAll([source]))] };
};
