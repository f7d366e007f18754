import { watch } from 'node:fs';

/** What the running system is made of. */
const FOLDERS = ['lib', 'handlers', 'local', 'infra', 'events'];
const FILES = new Set(['schedules.yml', 'serverless.yml', 'package.json']);
/** Editors write files of their own beside a source. */
const SOURCE = /\.(ts|js|mjs|cjs|css|json|yml|hbs)$/;
/** One change of an editor or of git is several events. */
const SETTLED_MS = 100;

/** Calls `onChange` when a source below the current folder has changed, and no other one for a moment. */
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
