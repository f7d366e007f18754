import { durationOf } from './duration.ts';
import type { StormRecord } from './verdict/records.ts';

/** Where the progress goes: standard error, or what stands in for it in a test. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly write: (text: string) => unknown;
}

export interface Progress {
  readonly event: (name: string, event: string) => void;
  readonly record: (name: string, record: StormRecord) => void;
  /** Shows how far everything is: call it every second. */
  readonly tick: () => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** Lines in a file or a pipe are this far apart at least; on a terminal one line changes all the time. */
const SPARSE_MS = 30_000;

const CLEAR_LINE = '\r\x1b[2K';

/** Counts alerts with a message; a message may be about several of them. */
const reportedIn = ({ messages }: StormRecord): number => new Set(messages.flatMap(({ alertIds }) => alertIds)).size;

/** Says how far each system is. `now` is the clock, in milliseconds. */
export const createProgress = (stream: ProgressStream, now: () => number): Progress => {
  const begin = now();
  const latest = new Map<string, StormRecord>();
  let shownAt = begin;
  const elapsed = () => durationOf(now() - begin).padStart(10);
  const clear = () => {
    if (stream.isTTY) stream.write(CLEAR_LINE);
  };
  return {
    clear,
    event(name, event) {
      clear();
      stream.write(`${elapsed()}  ${name} ${event}\n`);
    },
    record: (name, record) => void latest.set(name, record),
    tick() {
      if (!stream.isTTY && now() - shownAt < SPARSE_MS) return;
      shownAt = now();
      const all = [...latest].map(([name, record]) => `${name} ${reportedIn(record)}/${record.alerts.length}`);
      const line = `${elapsed()}  reported: ${all.join(', ') || 'nothing yet'}`;
      stream.write(stream.isTTY ? `${CLEAR_LINE}${line}` : `${line}\n`);
    },
  };
};
