import { Logger } from '@aws-lambda-powertools/logger';

/** Plain values only: ids, codes, numbers. Never an event, a header, a body, a token or a link. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line of JSON per decision; `code` is a constant that a query can look for. */
export interface Log {
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  /** `error` is whatever was caught; its name, message and stack are logged. */
  error(code: string, error: unknown, fields?: LogFields): void;
}

/** The log of one function, over Powertools: level by POWERTOOLS_LOG_LEVEL, `captureId` and the like as keys. */
export const createLog = (functionName: string): Log => {
  const logger = new Logger({ serviceName: `thousandeyes-snapshot-webhook/${functionName}` });
  return {
    info: (code, fields = {}) => logger.info(code, fields),
    warn: (code, fields = {}) => logger.warn(code, fields),
    error: (code, error, fields = {}) =>
      logger.error(code, { ...fields, error: error instanceof Error ? error : new Error(String(error)) }),
  };
};
