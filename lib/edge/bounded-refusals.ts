import type { Log } from '../runtime/log.ts';
import type { Measure, MetricName } from '../runtime/metrics.ts';

/** What a sender without a token can make a function write, as often as the throttle lets requests through. */
const CODES: ReadonlySet<string> = new Set([
  'webhook_address_refused',
  'webhook_missed',
  'webhook_unauthorized',
  'webhook_secret_without_value',
  'operator_address_refused',
  'operator_cross_site',
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
 * The log and the metrics of one execution environment, with a bounded volume for refusals. The first 20 refusals of a kind
 * in a minute are written one by one, later ones together: at the 40th, the 80th, the 160th and so on. A line that stands for
 * several has their number as `refusals`, and a datum has it as its value. So the written number is never above the true one
 * and never below half of it. What a minute leaves over is written with the next refusal, and lost if there is none.
 *
 * @param now epoch milliseconds
 */
export const boundRefusals = ({ log, measure }: Writers, now: () => number): Writers => {
  const counts = new Map<string, Count>();
  const due = (kind: string): number => {
    const count = counted(counts.get(kind), now());
    counts.set(kind, isWritten(count.ofMinute) ? { ...count, unwritten: 0 } : count);
    return isWritten(count.ofMinute) ? count.unwritten : 0;
  };
  /** Undefined if there is nothing to write now. */
  const fieldsOf = (code: string) => {
    if (!CODES.has(code)) return {};
    const refusals = due(code);
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
        const more = fieldsOf(code);
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
  /** Epoch milliseconds. */
  readonly since: number;
  /** Refusals since then. */
  readonly ofMinute: number;
  /** Refusals since the last one that was written. */
  readonly unwritten: number;
}

const MINUTE_MS = 60_000;

const counted = (count: Count | undefined, at: number): Count => {
  const unwritten = (count?.unwritten ?? 0) + 1;
  return count === undefined || at - count.since >= MINUTE_MS
    ? { since: at, ofMinute: 1, unwritten }
    : { ...count, ofMinute: count.ofMinute + 1, unwritten };
};

/** As many as the alarms on refusals ask for within five minutes. */
const ONE_BY_ONE = 20;

const isWritten = (ofMinute: number): boolean =>
  ofMinute <= ONE_BY_ONE || Number.isInteger(Math.log2(ofMinute / ONE_BY_ONE));
