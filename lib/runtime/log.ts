import { Logger } from '@aws-lambda-powertools/logger';

/** Only plain values: ids, codes, numbers. Never an event, a header, a body, a token or a link. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one line of JSON per decision. `code` is a constant, so that a query can find it. */
export interface Log {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  /** Logs name, message and stack of `error`, which may be any caught value. */
  error(code: string, error: unknown, fields?: LogFields): void;
}

/** The log of one function, written by Powertools. POWERTOOLS_LOG_LEVEL sets its level. */
export const createLog = (functionName: string): Log => {
  const logger = new Logger({ serviceName: `thousandeyes-snapshot-webhook/${functionName}` });
  return {
    info: (code, fields = {}) => logger.info(code, fields),
    warn: (code, fields = {}) => logger.warn(code, fields),
    error: (code, error, fields = {}) =>
      logger.error(code, { ...fields, error: error instanceof Error ? error : new Error(String(error)) }),
  };
};
