import type { Log } from '../../lib/runtime/log.ts';

/** A log that nobody reads. */
export const SILENT_LOG: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
