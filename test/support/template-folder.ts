import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for what is packaged in this run; nobody has made it yet. */
    templateFolder: string;
  }
}

/** Once a run: the place at which the test files share what one of them packages. */
export const setup = ({ provide }: TestProject): (() => void) => {
  const folder = join(tmpdir(), `template-${randomUUID()}`);
  provide('templateFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
};
