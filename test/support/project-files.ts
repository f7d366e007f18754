import { readFileSync } from 'node:fs';
import { ROOT } from './packaged-template.ts';

/** The text of a file of the project; `file` is relative to its root. */
export const readProjectFile = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');
