import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** POSTs JSON on a connection of its own, and resolves with the answer. Rejects if no whole answer comes within `timeoutMs`. */
export const post = (
  url: string,
  token: string,
  body: string,
  timeoutMs: number,
): Promise<{ readonly status: number; readonly body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(timeoutMs);
    const call = request(url, { method: 'POST', headers, agent: false, signal }, (response) => {
      const { statusCode: status = 0 } = response;
      text(response).then((read) => resolve({ status, body: read }), reject);
    });
    call.on('error', reject).end(body);
  });
