import * as fc from 'fast-check';
import type { Call, Message, StormRecord } from '../../prove/verdict/records.ts';

export const KILLED_AT = 100_000;
const PERIOD_MS = 12_000;

const linkOf = (testId: string) => `https://proof.example/share/${testId}`;

/** A storm of `count` alerts, each of a test of its own, that went well: a call each 3 s, and a message 1 s later. */
export const aSoundRecord = (count = 8): StormRecord => {
  const alerts = Array.from({ length: count }, (_, index) => ({
    alertId: `a${index}`,
    testId: `t${index}`,
    severity: index % 2 === 0 ? 'Critical' : 'Minor',
  }));
  const middle = Math.floor(count / 2);
  const timeOf = (index: number) => KILLED_AT + (index - middle) * 3000 + 10;
  const calls: Call[] = alerts.map(({ testId }, index) => ({
    at: timeOf(index),
    testId,
    isInOutage: false,
    status: 201,
    link: linkOf(testId),
  }));
  const messages: Message[] = alerts.map(({ alertId, testId }, index) => ({
    at: timeOf(index) + 1000,
    life: index < middle ? 1 : 2,
    alertIds: [alertId],
    link: linkOf(testId),
  }));
  return {
    alerts,
    limit: 5,
    periodMs: PERIOD_MS,
    killedAt: KILLED_AT,
    deliveries: alerts.map(({ alertId }) => ({ alertId, at: KILLED_AT - 50_000, status: 200 })),
    calls: [...calls, { at: timeOf(count), testId: 't0', isInOutage: true, status: 503 }],
    messages,
  };
};

/** Sound records of different sizes whose parts come in any order. */
export const soundRecords: fc.Arbitrary<StormRecord> = fc
  .integer({ min: 2, max: 30 })
  .map(aSoundRecord)
  .chain((record) =>
    fc
      .tuple(shuffled(record.deliveries), shuffled(record.calls), shuffled(record.messages))
      .map(([deliveries, calls, messages]) => ({ ...record, deliveries, calls, messages })),
  );

const shuffled = <Item>(items: readonly Item[]): fc.Arbitrary<Item[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });
