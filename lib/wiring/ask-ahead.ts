import { setTimeout as sleep } from 'node:timers/promises';
import { askAhead } from '../runtime/ask-ahead.ts';

/** The id of no capture: reading it costs one read unit, and the role of every function may. */
export const NO_CAPTURE = 'none';

/** What a function asks before its first event, of AWS and never of ThousandEyes; on the real clock. */
export const askFirst = (...asks: readonly (() => Promise<unknown>)[]): Promise<void> => askAhead(asks, sleep);
