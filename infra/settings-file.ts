import { readFileSync } from 'node:fs';
import { parseDocument, visit } from 'yaml';
import * as z from 'zod/mini';
import type { Blocks } from './given-settings.ts';

const blocksByStage = z.nullable(z.record(z.string(), z.nullable(z.record(z.string(), z.unknown()))));

/**
 * Reads settings.yml, the user's own settings, which no update of the project changes. Without the file there are none.
 *
 * @throws Error with one sentence that names the file and never a value, if the file cannot be read
 */
export const readSettingsFile = (path: string): Blocks => {
  const document = parseDocument(readIfThere(path) ?? '');
  const [error] = document.errors;
  if (error) throw new Error(`${path} is not valid YAML at line ${error.linePos?.[0].line} (${error.code}).`);
  // Numbers keep their text, because an account id may begin with 0 and an id may have more digits than a number can
  // hold.
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'number') node.value = node.source;
    },
  });
  const { data, error: fault } = blocksByStage.safeParse(document.toJS());
  if (!fault) return data ?? {};
  const [name] = fault.issues[0]?.path ?? [];
  throw new Error(
    name === undefined
      ? `${path} must have blocks of settings, each named default or after a stage.`
      : `${path}: ${String(name)} must be a block of settings, named default or after a stage.`,
  );
};

const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read.`, { cause });
  }
};

/** A notice if settings.yml has no block for the stage, as when its name is misspelled; undefined if it has one, even an empty one. */
export const missingBlock = (file: Blocks, stage: string): string | undefined => {
  if (Object.keys(file).length === 0 || file[stage] !== undefined || file['default']) return undefined;
  return `settings.yml has no block for the stage ${stage}: this deployment gets the defaults.`;
};
