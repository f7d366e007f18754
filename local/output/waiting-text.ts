import type { Status } from '../../lib/operator/status.ts';
import { timeOf } from './event-line.ts';

/** What the operator API says of what waits. */
export type Waiting = Pick<Status, 'slots' | 'gate' | 'pending' | 'inHand'>;

/** What waits, and for what; undefined if nothing does. Pure. */
export const waitingText = ({ slots, gate, pending }: Waiting): string | undefined => {
  if (pending.total === 0) return undefined;
  const what = `${pending.total}${pending.isPartial ? ' or more' : ''} ${pending.total === 1 ? 'waits' : 'wait'}`;
  if (gate !== undefined) return `${what}: ThousandEyes is asked again at ${clock(gate.closedUntil)}`;
  const next =
    slots.nextFreeAt === undefined ? 'a slot is free' : `the next slot is free at ${clock(slots.nextFreeAt)}`;
  return `${what}: ${next}${pending.lastDoneAt === undefined ? '' : `, the last is due at ${clock(pending.lastDoneAt)}`}`;
};

const clock = (iso: string): string => timeOf(Date.parse(iso));
