import { isLoopback } from './private-host.ts';

/** Whether a token may be sent to this URL: over TLS, or on this machine. */
export const mayCarryToken = (url: string): boolean => new URL(url).protocol === 'https:' || isLoopback(url);
