import { describe, expect, it } from 'vitest';
import {
  type Observed,
  usageOfAlert,
  usageOfBusyMonth,
  usageOfIdleMonth,
  usageOfSnapshot,
  usageOfStormAlert,
} from '../../bench/consumption.ts';
import { costOf, dollarsOf, itemBytes, readUnits, scale, sum, writeUnits } from '../../bench/cost.ts';

const observed = (changes: Partial<Observed> = {}): Observed => ({
  calls: [],
  billedMs: 100,
  logBytes: 1000,
  metrics: [],
  ...changes,
});
const sizes = { pendingBytes: 600, publishedBytes: 1100 };

describe('cost', () => {
  it.each([
    { bytes: 0, indexWrites: 0, units: 0 },
    { bytes: 1, indexWrites: 0, units: 1 },
    { bytes: 1024, indexWrites: 3, units: 4 },
    { bytes: 1025, indexWrites: 4, units: 10 },
  ])('of a write of $bytes bytes with $indexWrites index writes is $units units', ({ bytes, indexWrites, units }) => {
    expect(writeUnits(bytes, indexWrites)).toBe(units);
  });

  it.each([
    { bytes: 0, isConsistent: true, units: 1 },
    { bytes: 0, isConsistent: false, units: 0.5 },
    { bytes: 4096, isConsistent: true, units: 1 },
    { bytes: 4097, isConsistent: false, units: 1 },
  ])('of a read of $bytes bytes, consistent: $isConsistent, is $units units', ({ bytes, isConsistent, units }) => {
    expect(readUnits(bytes, isConsistent)).toBe(units);
  });

  it('of an item counts names and values', () => {
    expect(itemBytes({ id: 'ü' })).toBe(3 + 1 + 2 + 2);
    expect(itemBytes({ n: 1234, flag: true })).toBe(3 + (1 + 1 + 3) + (1 + 4 + 1));
    expect(itemBytes([true, true])).toBe(3 + 2 * 2);
  });

  it('of a million requests to DynamoDB is what its price list says', () => {
    expect(dollarsOf({ writeUnits: 1_000_000 }, 'writeUnits')).toBeCloseTo(0.625);
    expect(dollarsOf({}, 'writeUnits')).toBe(0);
  });

  it('is summed by service, and over all', () => {
    const { services, total } = costOf({ lambdaRequests: 1_000_000, gbSeconds: 1_000_000, secrets: 3 });

    expect(services['Lambda']).toBeCloseTo(0.2 + 13.3334);
    expect(services['Secrets Manager']).toBeCloseTo(1.2);
    expect(total).toBeCloseTo(0.2 + 13.3334 + 1.2);
  });

  it('grows with what is used', () => {
    const once = { snsPublishes: 2, alarms: 1 };

    expect(costOf(scale(once, 3)).total).toBeCloseTo(costOf(sum(once, once, once)).total);
  });
});

describe('usage', () => {
  it('of an alert is a request, an invocation of half a GB, a new item in three indexes, and a wake', () => {
    expect(usageOfAlert(observed(), sizes)).toMatchObject({
      httpApiRequests: 1,
      lambdaRequests: 1,
      gbSeconds: 0.05,
      writeUnits: 4,
      sqsRequests: 1,
      snsPublishes: 0,
    });
  });

  it('of a snapshot is two writes of its slot and three of its item, the quota, and a publish', () => {
    const usage = usageOfSnapshot(observed({ calls: ['SecretsManager.GetSecretValue', 'SNS.Publish'] }), sizes);

    // The item of two KiB: claimed and created, table and four index writes each; published, table and three.
    expect(usage).toMatchObject({ writeUnits: 2 + 2 * 10 + 8, readUnits: 7.5, snsPublishes: 1, secretReads: 1 });
  });

  it('of a storm takes every request to DynamoDB that is no known write for a full page', () => {
    const counts = { invocations: 10, billedMs: 1000, sqsRequests: 40, snsPublishes: 20 };
    const storm = { alerts: 20, snapshots: 20, dynamoRequests: 20 * (1 + 3 + 2 + 4), ...counts };

    const usage = usageOfStormAlert(storm, { httpApiRequests: 1 }, observed(), sizes, 5);

    const page = readUnits(100 * 600, false);
    expect(usage).toMatchObject({ httpApiRequests: 1, writeUnits: 3 * 10 + 2, readUnits: 4 * page, snsPublishes: 1 });
    expect(usage.gbSeconds).toBeCloseTo(((50 + 9 * 5) / 1000) * 0.5);
  });

  it('of a month without alerts is the watchdog, the polling, the secrets and what is watched', () => {
    const usage = usageOfIdleMonth(observed({ metrics: ['OldestPendingSeconds', 'WatchdogHeartbeat'] }), 7);

    expect(usage).toMatchObject({ lambdaRequests: 43_800, readUnits: 21_900, secrets: 3, metrics: 2, alarms: 7 });
    expect(usage.gbSeconds).toBeCloseTo(43_800 * 0.05);
  });

  it('of a month with alerts has each further metric once', () => {
    const seen = [observed({ metrics: ['a', 'b'] }), observed({ metrics: ['b', 'c'] })];

    expect(usageOfBusyMonth(seen, { metrics: 1 }).metrics).toBe(2);
  });
});
