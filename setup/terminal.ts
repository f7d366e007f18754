import { confirm, isCancel, spinner } from '@clack/prompts';

/** Where a command writes, and the person who watches it. */
export interface Terminal {
  /** Writes to standard output: what the command was called for. */
  readonly out: (text: string) => void;
  /** Writes to standard error: progress, waits, faults of the call. */
  readonly err: (text: string) => void;
  /** Whether there is a person to ask. */
  readonly isTerminal: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Shows that something is under way until the promise settles. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>;
}

/** The terminal of this process. `questions` is the stream that questions appear on. */
export const createTerminal = (questions: NodeJS.WriteStream): Terminal => {
  const isTerminal = process.stdout.isTTY && process.stdin.isTTY;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTerminal,

    async confirm(message) {
      const answer = await confirm({ message, initialValue: false, output: questions });
      return !isCancel(answer) && answer;
    },

    async during(what, work) {
      if (!isTerminal) return work;
      const shown = spinner({ output: process.stderr });
      shown.start(what);
      try {
        return await work;
      } finally {
        shown.clear();
      }
    },
  };
};
