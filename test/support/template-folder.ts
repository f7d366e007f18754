import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for the templates packaged in this run; it does not exist yet. */
    templateFolder: string;
  }
}

/** Provides, once per run, the folder in which the test files share a packaged template. */
export const setup = ({ provide }: TestProject): (() => void) => {
  const folder = join(tmpdir(), `template-${randomUUID()}`);
  provide('templateFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
};
