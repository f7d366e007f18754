import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/*
 * The board's style and script are plain files in `browser/`, so that editors and linters treat them as CSS and
 * JavaScript. The folder is always beside this module: in the sources it has the original files; beside a function's
 * bundle, `build/bundle.mjs` creates it with the two minified files.
 */

const readAsset = (name: string): string => readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');

export const BOARD_CSS = readAsset('board.css');
export const BOARD_JS = readAsset('board.js');

/** Changes with either file. It is in their addresses, so that browsers can keep them for ever. */
export const BOARD_VERSION = createHash('sha256').update(BOARD_CSS).update(BOARD_JS).digest('hex').slice(0, 12);
