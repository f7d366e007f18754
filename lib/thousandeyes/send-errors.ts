/**
 * Errors before a connection stood: the request cannot have been sent. Everything else is doubtful;
 * a wrong guess on this side would create a snapshot nobody knows of.
 */
const UNSENT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'CERT_NOT_YET_VALID',
  'UND_ERR_INVALID_ARG',
]);

/** These can come from a connection that stood, too; only from connecting do they mean that nothing was sent. */
const UNSENT_ON_CONNECT = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ECONNREFUSED']);

/** Whether an error of undici means that the request was never sent. */
export const isUnsent = (error: unknown): boolean => {
  const code = errorCodeOf(error);
  return UNSENT.has(code) || (UNSENT_ON_CONNECT.has(code) && isFromConnecting(error));
};

const isFromConnecting = (error: unknown): boolean => {
  if (error instanceof AggregateError) return error.errors.every(isFromConnecting);
  return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
};

/** The error's code or name: its message may repeat the URL, which is nothing for a log. */
export const errorCodeOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCodeOf(error.errors[0]);
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
