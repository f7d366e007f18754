import type { Handler } from './allow-list.ts';
import { problem } from './http.ts';

/** The webhook's own path; behind a custom domain something may stand before it. Users type a slash behind it. */
const PATH = /\/webhooks\/thousandeyes\/*$/;

/**
 * The handler, for posts to the webhook's path only. A look at that path is answered 405, a longer path 404, whoever sends
 * it: an unknown caller learns what the documentation says anyway.
 *
 * @param onMissed called with the status of each request that was not for the handler
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
