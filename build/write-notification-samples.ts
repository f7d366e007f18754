import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withSamples } from './notification-samples.ts';

/* `npm run docs:samples`: writes the samples of docs/notifications.md as the code makes them now. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = `${ROOT}docs/notifications.md`;

await writeFile(PAGE, await withSamples(ROOT, await readFile(PAGE, 'utf8')));
process.stdout.write('docs/notifications.md: its samples are as the code makes them\n');
