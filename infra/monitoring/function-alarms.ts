import type { FunctionName } from '../../lib/runtime/function-names.ts';
import { alarm, awsMetric } from './alarm.ts';
import { capitalized, logicalIdOf, type Stack } from '../stack.ts';

/**
 * The part of its timeout from which on a function is too slow. The worker plans with its time: it starts its last call 25 s
 * before the end. The operator API waits for up to 25 of its 29 s when it is asked to.
 */
const SLOW = { webhook: 0.8, captures: 0.95, schedule: 0.8, worker: 0.95 } as const;

/** Who is hurt if a function fails. */
const HURT: Record<FunctionName, string> = {
  webhook: 'You may be losing alerts',
  captures: 'Operators cannot use the board or the API',
  schedule: 'Planned evidence may be missing',
  worker: 'Everybody waits longer for links',
};

/** Errors, throttles and long runs of one function. */
export const functionAlarms = (stack: Stack, name: FunctionName) => {
  const id = capitalized(name);
  const metric = (metricName: string, statistic: 'Sum' | 'Maximum' = 'Sum') =>
    awsMetric(['Lambda', metricName], ['FunctionName', { Ref: logicalIdOf(name) }], statistic);
  const common = { threshold: { atLeast: 1 }, missing: 'notBreaching' } as const;
  return {
    [`${id}ErrorsAlarm`]: alarm(stack, `${name}-errors`, {
      hurts: `${HURT[name]}: the ${name} function fails.`,
      runbook: 'a-function-fails',
      metric: metric('Errors'),
      ...common,
    }),
    [`${id}ThrottlesAlarm`]: alarm(stack, `${name}-throttles`, {
      hurts: `${HURT[name]}: Lambda throttles the ${name} function.`,
      runbook: 'a-function-is-throttled',
      metric: metric('Throttles'),
      ...common,
    }),
    [`${id}DurationAlarm`]: alarm(stack, `${name}-duration`, {
      hurts: `${HURT[name]}: the ${name} function nears its timeout.`,
      runbook: 'a-function-nears-its-timeout',
      metric: metric('Duration', 'Maximum'),
      threshold: { atLeast: Math.round(stack.timeouts[name] * SLOW[name] * 1000) },
      missing: 'notBreaching',
    }),
  };
};
