import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withSamples } from './notification-samples.ts';

/* `npm run docs:samples`: updates the samples of docs/notifications.md. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = `${ROOT}docs/notifications.md`;

await writeFile(PAGE, await withSamples(ROOT, await readFile(PAGE, 'utf8')));
process.stdout.write('docs/notifications.md: the samples are up to date\n');
