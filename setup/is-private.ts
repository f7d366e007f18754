const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether a token may be sent to this URL: over TLS, or on this machine. */
export const isPrivate = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.has(hostname);
};
