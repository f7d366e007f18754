import { buildConnector, Client } from 'undici';
import type { CallFailure } from '../planning/call-failure.ts';
import { errorCodeOf } from './error-code.ts';
import type { RawAnswer } from './read-failure.ts';

/** A request as the connection carries it. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

const CONNECT_TIMEOUT_MS = 5000;
const MAX_BODY_BYTES = 1_048_576;

/**
 * Sends a request once, on its own connection, over HTTP/1.1.
 *
 * A kept connection may be dead after Lambda has frozen the process, and over HTTP/2 a client may repeat a stream that
 * the server refused. With one connection for each call, it is certain whether anything was sent: nothing, until the
 * connector has delivered a socket. So `unsent` is a fact and never guessed from an error code.
 *
 * @param timeoutMs milliseconds from the start of the connection to the last byte read
 * @returns the answer with any status; `unsent` if no connection was made; `doubtful` if the answer was lost
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
