import type { Handler } from './allow-list.ts';

/**
 * Browsers must not guess the type of an answer, use it on another site, or use plain HTTP for this host for a year.
 */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
};

/** Adds the headers to each answer of a handler. */
export const withSafeHeaders =
  (handler: Handler): Handler =>
  async (event) => {
    const answer = await handler(event);
    return { ...answer, headers: { ...answer.headers, ...SAFE_HEADERS } };
  };
