import type { Answered, Arrived, SaidOfCall } from '../api/calls.ts';
import type { Delivery, Message, StormRecord } from '../verdict/records.ts';
import type { StormPlan } from './plan.ts';

/**
 * Writes down what is seen of a storm.
 *
 * @param onChange gets the record whenever that has grown
 */
export const createWitness = (plan: StormPlan, onChange: (record: StormRecord) => void) => {
  const deliveries: Delivery[] = [];
  const messages: Message[] = [];
  const arrived: Arrived[] = [];
  const answers = new Map<number, Answered>();
  let killedAt: number | undefined;

  const record = (): StormRecord => ({
    ...plan,
    deliveries,
    messages,
    killedAt,
    calls: arrived.map(({ call, at, testId, isInOutage }) => {
      const { status, link } = answers.get(call) ?? {};
      return { at, testId, isInOutage, status, link };
    }),
  });

  const isReported = (alertId: string): boolean => messages.some(({ alertIds }) => alertIds.includes(alertId));

  return {
    record,
    isReported,
    areAllReported: (): boolean => plan.alerts.every(({ alertId }) => isReported(alertId)),
    isInOutage: (): boolean => arrived.some(({ isInOutage }) => isInOutage),
    delivered: (delivery: Delivery): void => {
      deliveries.push(delivery);
      onChange(record());
    },
    reported: (message: Message): void => {
      messages.push(message);
      onChange(record());
    },
    called: (said: SaidOfCall): void => {
      if (said.kind === 'arrived') arrived.push(said);
      else answers.set(said.call, said);
      onChange(record());
    },
    killed: (at: number): void => {
      killedAt = at;
    },
  };
};
