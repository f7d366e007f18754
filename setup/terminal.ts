import { confirm, isCancel, spinner } from '@clack/prompts';

/** Where a command writes, and how it asks the person who runs it. */
export interface Terminal {
  /** Writes the result to standard output. */
  readonly out: (text: string) => void;
  /** Writes progress, waits and usage errors to standard error. */
  readonly err: (text: string) => void;
  /** Whether a person can answer questions. */
  readonly isTerminal: boolean;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Shows a spinner until the promise settles. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>;
}

/** The terminal of this process. Questions appear on the stream `questions`. */
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
