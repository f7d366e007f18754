import type { Handler } from './allow-list.ts';
import { problem } from './http.ts';

/** The webhook's path. A custom domain may add a prefix, and users add a trailing slash. */
const PATH = /\/webhooks\/thousandeyes\/*$/;

/**
 * Limits a handler to POSTs to the webhook's path. Other methods get 405, other paths 404, even without credentials:
 * the answers reveal only what the documentation says.
 *
 * @param onMissed called with the status of each request that does not reach the handler
 */
export const onlyPosts =
  (onMissed: (status: 404 | 405) => void, handler: Handler): Handler =>
  async (event) => {
    if (!PATH.test(event.rawPath)) {
      onMissed(404);
      return problem(404, 'There is nothing here. See docs/openapi.yaml for the routes.');
    }
    if (event.requestContext.http.method !== 'POST') {
      onMissed(405);
      return problem(405, 'Send alerts by POST.', { allow: 'POST' });
    }
    return handler(event);
  };
