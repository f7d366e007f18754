import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brokenLinks } from './links.ts';

/* `npm run check:links`: checks relative links, pictures and anchors of every Markdown page, without the network. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const paths = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT });
const texts = Object.fromEntries(paths.map((path) => [path, readFileSync(`${ROOT}${path}`, 'utf8')]));
const broken = brokenLinks({ texts, exists: (path) => existsSync(`${ROOT}${path}`) });
if (broken.length > 0) {
  process.stderr.write(`${broken.join('\n')}\n`);
  process.exitCode = 1;
}
