import type { Log } from '../runtime/log.ts';
import type { Measure, MetricName } from '../runtime/metrics.ts';

/**
 * Log codes and metrics that a sender without a token can cause, as often as the throttle lets requests through. The two
 * failures are among them, because every request fails while the secret cannot be read.
 */
const CODES: ReadonlySet<string> = new Set([
  'webhook_address_refused',
  'webhook_failed',
  'webhook_missed',
  'webhook_unauthorized',
  'webhook_secret_without_value',
  'operator_address_refused',
  'operator_cross_site',
  'operator_request_failed',
  'operator_unauthorized',
  'operator_secret_without_value',
]);
const METRICS: ReadonlySet<MetricName> = new Set([
  'WebhookUnauthorized',
  'OperatorUnauthorized',
  'SecretsWithoutValue',
]);

interface Writers {
  readonly log: Log;
  readonly measure: Measure;
}

/**
 * Bounds what refusals write to the log and the metrics of one execution environment. The first 20 refusals of a kind
 * in a minute are written one by one, later refusals together: at the 40th, the 80th, the 160th and so on. A line for
 * several refusals has their number in `refusals`; a metric has it as its value. So the written number is never above
 * the true number, and never below half of it. The rest of a minute is written with the next refusal, if one comes. A
 * kind of lines is a code with the name of its error, so that no error hides another one.
 *
 * @param now epoch milliseconds
 */
export const boundRefusals = ({ log, measure }: Writers, now: () => number): Writers => {
  const counts = new Map<string, Count>();
  const due = (kind: string): number => {
    const count = counted(counts.get(kind), now());
    const written = isWritten(count.ofMinute) ? count.unwritten : 0;
    counts.set(kind, { ...count, unwritten: count.unwritten - written });
    return written;
  };
  /** Additional fields of the line; undefined if no line is due. */
  const fieldsOf = (code: string, error?: unknown) => {
    if (!CODES.has(code)) return {};
    const refusals = due(error instanceof Error ? `${code} ${error.name}` : code);
    if (refusals === 0) return undefined;
    return refusals === 1 ? {} : { refusals };
  };

  return {
    log: {
      info: (code, fields) => {
        const more = fieldsOf(code);
        if (more) log.info(code, { ...fields, ...more });
      },
      warn: (code, fields) => {
        const more = fieldsOf(code);
        if (more) log.warn(code, { ...fields, ...more });
      },
      error: (code, error, fields) => {
        const more = fieldsOf(code, error);
        if (more) log.error(code, error, { ...fields, ...more });
      },
    },
    measure: (name, value, reason) => {
      if (!METRICS.has(name)) return measure(name, value, reason);
      const refusals = due(`${name} ${reason}`);
      if (refusals > 0) measure(name, refusals, reason);
    },
  };
};

interface Count {
  /** When the minute began, in epoch milliseconds. */
  readonly since: number;
  /** Refusals since the minute began. */
  readonly ofMinute: number;
  /** Refusals since the last written one. */
  readonly unwritten: number;
}

const MINUTE_MS = 60_000;

const counted = (count: Count | undefined, at: number): Count => {
  const unwritten = (count?.unwritten ?? 0) + 1;
  return count === undefined || at - count.since >= MINUTE_MS
    ? { since: at, ofMinute: 1, unwritten }
    : { ...count, ofMinute: count.ofMinute + 1, unwritten };
};

/** Refusals of a kind and minute that are written one by one. The alarms on refusals have the same threshold, so they count exactly. */
export const ONE_BY_ONE = 20;

const isWritten = (ofMinute: number): boolean =>
  ofMinute <= ONE_BY_ONE || Number.isInteger(Math.log2(ofMinute / ONE_BY_ONE));
