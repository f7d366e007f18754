import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/*
 * The board's style and script: plain files in `browser/`, so that they are edited, linted and read as what they are.
 * `browser/` lies beside this module: in the sources it has the entries as they are written; in a deployed function, which is
 * one module, `build/build.mjs` puts a `browser/` with the two bundled, minified files beside it.
 */

const readAsset = (name: string): string => readFileSync(new URL(`browser/${name}`, import.meta.url), 'utf8');

export const BOARD_CSS = readAsset('board.css');
export const BOARD_JS = readAsset('board.js');

/** Changes with either of them: pages name them by it, so that a browser keeps them for good. */
export const BOARD_VERSION = createHash('sha256').update(BOARD_CSS).update(BOARD_JS).digest('hex').slice(0, 12);
