import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Values by key, as an item of a DynamoDB table each: a value that was put is there after any crash of the process. The
 * file has a line for each put; a line that a crash cut off was never put.
 */
export const openStore = <Value>(file: string) => {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  const values = new Map(lines.map((line) => JSON.parse(line) as [key: string, value: Value]));
  return {
    get: (key: string): Value | undefined => values.get(key),
    put(key: string, value: Value): void {
      appendFileSync(file, `${JSON.stringify([key, value])}\n`, { mode: 0o600 });
      values.set(key, value);
    },
  };
};

export type Store<Value> = ReturnType<typeof openStore<Value>>;
