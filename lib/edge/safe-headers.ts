import type { Handler } from './allow-list.ts';

/** For every answer: no guess at its type, no use by another site, and HTTPS from now on (a year, this host alone). */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
};

/** The handler, with these headers on each of its answers. */
export const withSafeHeaders =
  (handler: Handler): Handler =>
  async (event) => {
    const answer = await handler(event);
    return { ...answer, headers: { ...answer.headers, ...SAFE_HEADERS } };
  };
