import { buildConnector, Client } from 'undici';
import type { CallFailure } from '../planning/call-failure.ts';
import { errorCodeOf } from './error-code.ts';
import type { RawAnswer } from './read-failure.ts';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

const CONNECT_TIMEOUT_MS = 5000;
const MAX_BODY_BYTES = 1_048_576;

/**
 * Sends a request on a connection of its own, over HTTP/1.1, once.
 *
 * A connection that is kept may be dead after Lambda has frozen the process, and HTTP/2 lets a client repeat what the
 * server refused; with one connection a call it is certain whether anything can have been sent: nothing, as long as the
 * connector has delivered no socket, whatever went wrong and whoever gave up. What it reports is never guessed from codes.
 *
 * @param timeoutMs from the first byte of the handshake to the last byte read
 */
export const sendOnce = async (
  { method, url, headers, body }: WireRequest,
  timeoutMs: number,
): Promise<RawAnswer | CallFailure> => {
  let isConnected = false;
  const connect = buildConnector({ timeout: Math.min(CONNECT_TIMEOUT_MS, timeoutMs), allowH2: false });
  const client = new Client(url.origin, {
    allowH2: false,
    connect: (options, callback) =>
      connect(options, (...delivered) => {
        isConnected ||= delivered[0] === null;
        callback(...delivered);
      }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MAX_BODY_BYTES,
  });
  try {
    const answer = await client.request({
      method,
      path: `${url.pathname}${url.search}`,
      headers,
      body: body ?? null,
      reset: true, // `Connection: close`
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } catch (error) {
    return { outcome: isConnected ? 'doubtful' : 'unsent', detail: errorCodeOf(error) };
  } finally {
    void client.destroy();
  }
};
