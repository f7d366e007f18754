export interface OutageTerms {
  /** The outage begins behind the call with this number; the first call has number 1. */
  readonly afterCall: number;
  /** Its length in milliseconds, from the first call that meets it: so it never passes unnoticed. */
  readonly lastsMs: number;
}

export type OutageAnswer = 503 | 502 | 'reset';

const ANSWERS: readonly OutageAnswer[] = [503, 502, 'reset'];

/**
 * One outage of the API, in which calls are answered 503, answered 502, or lose their connection, in turn.
 *
 * @returns a function of a call's number and its arrival in milliseconds; undefined outside the outage
 */
export const createOutage = ({ afterCall, lastsMs }: OutageTerms) => {
  let firstAt: number | undefined;
  let met = 0;
  return (call: number, now: number): OutageAnswer | undefined => {
    if (call <= afterCall || (firstAt !== undefined && now >= firstAt + lastsMs)) return undefined;
    firstAt ??= now;
    met += 1;
    return ANSWERS[(met - 1) % ANSWERS.length];
  };
};
