export interface BookingTerms {
  readonly limit: number;
  readonly periodMs: number;
  /** A call is counted at some moment between its start and this much later. */
  readonly timeoutMs: number;
}

/** Where the times are kept at which each slot is free again, in epoch milliseconds. */
export interface KeptSlots {
  readonly read: () => readonly number[] | undefined;
  readonly write: (freeAt: readonly number[]) => void;
}

export const inMemory = (): KeptSlots => {
  let kept: readonly number[] | undefined;
  return {
    read: () => kept,
    write: (freeAt) => {
      kept = freeAt;
    },
  };
};

/** A call starts this much behind its booking at the latest; a later one books again. */
export const LATE_MS = 2000;

/**
 * Books calls ahead: each takes the next free one of `limit` slots. A slot is free again when the period is over, counted
 * from the latest moment at which its call can be counted.
 *
 * @returns a function of the time that answers with the time of the booked call, both in epoch milliseconds
 */
export const createBookings = ({ limit, periodMs, timeoutMs }: BookingTerms, { read, write }: KeptSlots) => {
  return (now: number): number => {
    const freeAt = read() ?? Array.from({ length: limit }, () => 0);
    const at = Math.max(now, Math.min(...freeAt));
    const slot = freeAt.indexOf(Math.min(...freeAt));
    write(freeAt.with(slot, at + LATE_MS + timeoutMs + periodMs));
    return at;
  };
};
