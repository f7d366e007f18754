import { watch } from 'node:fs';

/** The sources of the running system. */
const FOLDERS = ['lib', 'handlers', 'local', 'infra', 'events'];
const FILES = new Set(['schedules.yml', 'serverless.yml', 'package.json']);
/** The names of sources. Editors write other files beside them. */
const SOURCE = /\.(ts|js|mjs|cjs|css|json|yml|hbs)$/;
/** One change by an editor or by Git causes several events. The change counts when no event follows for this time. */
const SETTLED_MS = 100;

/** Calls `onChange` after a source below the current folder has changed, and no other change follows at once. */
export const watchSources = (onChange: () => void): void => {
  let timer: NodeJS.Timeout | undefined;
  const note = (file: string | null): void => {
    if (file === null || !SOURCE.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, SETTLED_MS);
  };
  for (const folder of FOLDERS) watch(folder, { recursive: true }, (_, file) => note(file));
  watch('.', (_, file) => note(file !== null && FILES.has(file) ? file : null));
};
