import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildRelease } from './build-release.ts';
import { notesOf } from './changelog.ts';
import { releaseFaults } from './faults.ts';
import { readCheckout } from './read-checkout.ts';

/*
 * `npm run release`: checks that the checkout is the release that package.json names, and builds it. It uploads
 * nothing: the public workflow runs it for a tag, and publishes the result. `-- --dry-run` builds any checkout, and
 * lists what is missing for a release.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'release';

const listOf = (faults: readonly string[]): string => faults.map((fault) => `- ${fault}\n`).join('');

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const checkout = await readCheckout(ROOT);
const { version, changelog } = checkout;
const faults = releaseFaults(checkout);

if (faults.length > 0 && !values['dry-run']) {
  process.stderr.write(`This checkout is not release ${version}:\n${listOf(faults)}Nothing was built.\n`);
  process.exitCode = 1;
} else {
  const work = await mkdtemp(join(tmpdir(), 'release-'));
  try {
    const sums = await buildRelease({ root: ROOT, work, to: join(ROOT, FOLDER) }, notesOf(changelog, version));
    process.stdout.write(`${sums.join('\n')}\n\n${FOLDER}: version ${version}, ${sums.length} files and SHA256SUMS\n`);
    if (faults.length > 0) process.stdout.write(`Dry run. For a release of ${version}:\n${listOf(faults)}`);
  } finally {
    await rm(work, { recursive: true });
  }
}
