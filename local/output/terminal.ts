import type { Settings } from '../settings.ts';
import type { System } from '../system.ts';
import { addresses } from './addresses.ts';
import { eventLine, line, timeOf } from './event-line.ts';
import { hints } from './hints.ts';
import { readLogLine, type Seen } from './log-line.ts';
import type { Output, Write } from './output.ts';
import { type Paint, printable } from './paint.ts';
import { waitingText, type Waiting } from './waiting-text.ts';

/** Alerts of a storm that come within this share a line, and what waits is counted when it is over. */
const GATHER_MS = 1000;
/** The same warning again within this says nothing new. */
const SAME_WARNING_MS = 30_000;

export interface TerminalOptions {
  readonly settings: Settings;
  readonly write: Write;
  /** Where the logs go beside the lines that are made of them; absent: nowhere. */
  readonly writeLog?: Write | undefined;
  /** Columns of the terminal at the time. */
  readonly columns: () => number;
  readonly paint: Paint;
  readonly now: () => number;
  /** Runs something a while later. */
  readonly after: (ms: number, work: () => void) => void;
  /** What waits, at the time; undefined if nobody can say. */
  readonly readWaiting: (system: System) => Promise<Waiting | undefined>;
  /** The system was there before: everybody has seen its addresses and its hints. */
  readonly isRestart?: boolean;
}

/** The output for a person: addresses once, then a line for every event, and hints after the first result. */
export const createTerminalOutput = (options: TerminalOptions): Output => {
  const { settings, write, writeLog, columns, paint, now, after, readWaiting, isRestart = false } = options;
  const takenIn = new Map<string, string>(); // what it is, by the id of the capture
  const announced = new Set<string>();
  const warnedAt = new Map<string, number>();
  let running: System | undefined;
  let isAsking = false;
  let lastWaiting = '';
  let hasResult = false;
  let owed: System | undefined; // the hints, until the first result

  const say = (head: string): void => write(line(now(), head, '', columns(), paint));

  /** What has its result already needs no line of its own. */
  const sayTakenIn = (): void => {
    const isOver = [...takenIn.keys()].every((id) => announced.has(id));
    for (const what of isOver ? [] : new Set(takenIn.values())) {
      const count = [...takenIn.values()].filter((it) => it === what).length;
      say(`${paint('cyan', '●')} ${count} ${what}${count === 1 ? '' : 's'} accepted`);
    }
    takenIn.clear();
    announced.clear();
  };

  const sayWaiting = async (): Promise<void> => {
    const waiting = running && (await readWaiting(running));
    isAsking = false;
    const text = waiting && waitingText(waiting);
    if (text === undefined || text === lastWaiting) return;
    lastWaiting = text;
    say(`${paint('dim', '○')} ${text}`);
  };

  const see = (seen: Seen): void => {
    switch (seen.kind) {
      case 'taken-in':
        if (takenIn.size === 0) after(GATHER_MS, sayTakenIn);
        takenIn.set(seen.captureId, seen.what);
        return;
      case 'waiting':
        if (!isAsking) after(GATHER_MS, () => void sayWaiting());
        isAsking = true;
        return;
      case 'warning':
        if (now() - (warnedAt.get(seen.text) ?? 0) < SAME_WARNING_MS) return;
        warnedAt.set(seen.text, now());
        say(`${paint('yellow', '▲')} ${seen.text}`);
        return;
      case 'failure':
        say(`${paint('red', '✖')} ${seen.text}`);
    }
  };

  return {
    ready(system) {
      running = system;
      write(
        isRestart
          ? `${paint('dim', timeOf(now()))} ${paint('cyan', '●')} restarted\n`
          : addresses(system, settings, paint),
      );
    },
    tryNext(system, isBusy) {
      if (isRestart) return;
      if (isBusy && !hasResult) owed = system;
      else sayHints(system);
    },
    notification(event) {
      const { captureIds = [event.captureId ?? ''] } = event;
      for (const id of takenIn.size > 0 ? captureIds : []) announced.add(id);
      write(eventLine(event, now(), columns(), paint));
      hasResult = true;
      if (owed !== undefined) sayHints(owed);
    },
    log(chunk) {
      writeLog?.(chunk);
      for (const text of chunk.split('\n')) {
        const seen = readLogLine(text);
        if (seen !== undefined) see(seen);
      }
    },
    error(error) {
      see({
        kind: 'failure',
        text: printable((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''),
      });
    },
  };

  function sayHints({ standIn, schedules }: System): void {
    owed = undefined;
    const names = schedules.map(({ name }) => name);
    const { snapshotLimitSeconds } = settings;
    write(hints({ hasStandIn: standIn !== undefined, snapshotLimitSeconds, schedules: names }, paint));
  }
};
