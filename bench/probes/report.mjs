import { readFileSync, writeSync } from 'node:fs';

/** What `runProbe` was given for the probe. */
export const parameters = () => JSON.parse(readFileSync(0, 'utf8'));

/** Hands what a probe found to `runProbe`, and ends the probe: open connections would keep it. */
export const report = (found) => {
  const bytes = Buffer.from(JSON.stringify(found));
  for (let written = 0; written < bytes.length; ) written += writeSync(3, bytes, written);
  process.exit(0);
};
