import type { Status } from '../../lib/operator/status.ts';
import { timeOf } from './event-line.ts';

/** The part of the status that says what waits. */
export type Waiting = Pick<Status, 'slots' | 'gate' | 'pending' | 'inHand'>;

/** Says how many captures wait, and for what; undefined if none waits. Pure. */
export const waitingText = ({ slots, gate, pending }: Waiting): string | undefined => {
  if (pending.total === 0) return undefined;
  const what = `${pending.total}${pending.isPartial ? ' or more' : ''} ${pending.total === 1 ? 'waits' : 'wait'}`;
  if (gate !== undefined) return `${what}: ThousandEyes is asked again at ${clock(gate.closedUntil)}`;
  const next =
    slots.nextFreeAt === undefined ? 'a slot is free' : `the next slot is free at ${clock(slots.nextFreeAt)}`;
  return `${what}: ${next}${pending.lastDoneAt === undefined ? '' : `, the last is due at ${clock(pending.lastDoneAt)}`}`;
};

const clock = (iso: string): string => timeOf(Date.parse(iso));
