import type { Settings } from '../settings.ts';
import type { System } from '../system.ts';
import { addresses } from './addresses.ts';
import { eventLine, line, timeOf } from './event-line.ts';
import { hints } from './hints.ts';
import { readLogLine, type Seen } from './log-line.ts';
import type { Output, Write } from './output.ts';
import { type Paint, printable } from './paint.ts';
import { waitingText, type Waiting } from './waiting-text.ts';

/** Alerts within this time share a line. Waiting captures are counted when it is over. */
const GATHER_MS = 1000;
/** The same warning is shown at most once within this time. */
const SAME_WARNING_MS = 30_000;

export interface TerminalOptions {
  readonly settings: Settings;
  readonly write: Write;
  /** Writes the whole logs; absent if nobody needs them. */
  readonly writeLog?: Write | undefined;
  /** The current width of the terminal. */
  readonly columns: () => number;
  readonly paint: Paint;
  readonly now: () => number;
  /** Runs `work` after `ms` milliseconds. */
  readonly after: (ms: number, work: () => void) => void;
  /** Reads what waits now; undefined if the status cannot be read. */
  readonly readWaiting: (system: System) => Promise<Waiting | undefined>;
  /** Whether `--watch` restarted the system, so that the user has seen addresses and hints. */
  readonly isRestart?: boolean;
}

/** The output for people: the addresses once, then a line for every event, and hints after the first result. */
export const createTerminalOutput = (options: TerminalOptions): Output => {
  const { settings, write, writeLog, columns, paint, now, after, readWaiting, isRestart = false } = options;
  const takenIn = new Map<string, string>(); // the kind of capture, by its id
  const announced = new Set<string>();
  const warnedAt = new Map<string, number>();
  let running: System | undefined;
  let isAsking = false;
  let lastWaiting = '';
  let hasResult = false;
  let owed: System | undefined; // set until the first result, if the hints have to wait for it

  const say = (head: string): void => write(line(now(), head, '', columns(), paint));

  /** Says how many captures were accepted, unless all of them have their result already. */
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
