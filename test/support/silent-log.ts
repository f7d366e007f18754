import type { Log } from '../../lib/runtime/log.ts';

/** A log that discards its lines. */
export const SILENT_LOG: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
