import { readFileSync, writeSync } from 'node:fs';

/** The parameters that `runProbe` got for this probe. */
export const parameters = () => JSON.parse(readFileSync(0, 'utf8'));

/** Sends the result of a probe to `runProbe`, and exits, because open connections would keep the process alive. */
export const report = (found) => {
  const bytes = Buffer.from(JSON.stringify(found));
  for (let written = 0; written < bytes.length; ) written += writeSync(3, bytes, written);
  process.exit(0);
};
