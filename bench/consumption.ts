import { readUnits, sum, type Usage, writeUnits } from './cost.ts';

/* From what was counted to what is billed. Pure: test/bench-cost.test.ts has examples. */

/** One invocation with what it did, as the usage probe counts it. */
export interface Observed {
  readonly calls: readonly string[];
  readonly billedMs: number;
  readonly logBytes: number;
  /** Each with its dimensions. */
  readonly metrics: readonly string[];
}

/** Bytes of a capture's item at its start and at its end. */
export interface ItemSizes {
  readonly pendingBytes: number;
  readonly publishedBytes: number;
}

/** A storm as the simulation counts it. */
export interface StormCounts {
  readonly alerts: number;
  readonly snapshots: number;
  readonly invocations: number;
  readonly billedMs: number;
  readonly dynamoRequests: number;
  readonly sqsRequests: number;
  readonly snsPublishes: number;
}

const MEMORY_GB = 0.5;
/** The gate, the look-ups and five slots, each read consistently. */
const QUOTA_ITEMS = 7;
/** A slot is taken and stamped; its small item is in no index. */
const SLOT_WRITES = 2;
/** Open captures that one query brings at most. */
const PAGE = 100;
const GIGABYTE = 1e9;
const HOURS = 730;

// Writes to the three indexes: a new capture is in all; a claim and a creation move it in `open`; a published one leaves it.
const ADDED = 3;
const MOVED = 4;
const LEFT = 3;

const invocation = ({ billedMs, logBytes }: Pick<Observed, 'billedMs' | 'logBytes'>): Usage => ({
  lambdaRequests: 1,
  gbSeconds: (billedMs / 1000) * MEMORY_GB,
  logGigabytes: logBytes / GIGABYTE,
});

const secretsOf = ({ calls }: Observed): Usage => ({
  secretReads: calls.filter((call) => call === 'SecretsManager.GetSecretValue').length,
});

/** An alert that is taken in: the webhook's PutItem and SendMessage. */
export const usageOfAlert = (observed: Observed, { pendingBytes }: ItemSizes): Usage =>
  sum(invocation(observed), secretsOf(observed), {
    httpApiRequests: 1,
    writeUnits: writeUnits(pendingBytes, ADDED),
    sqsRequests: 1,
  });

/** Its snapshot on a quiet day, in a worker's invocation of its own: SQS's receive and delete are Lambda's. */
export const usageOfSnapshot = (observed: Observed, { publishedBytes }: ItemSizes): Usage =>
  sum(invocation(observed), secretsOf(observed), {
    readUnits: readUnits(publishedBytes, false) + QUOTA_ITEMS * readUnits(0, true),
    writeUnits: SLOT_WRITES + 2 * writeUnits(publishedBytes, MOVED) + writeUnits(publishedBytes, LEFT),
    sqsRequests: 2,
    snsPublishes: 1,
  });

/**
 * One alert of a storm, its webhook included. The simulation counts DynamoDB's requests, not their kinds: the writes
 * follow from the states, and every other request is taken for a query of a full page, which is more than it is.
 *
 * @param tripMs what a request to DynamoDB takes: on the virtual clock it takes nothing
 */
export const usageOfStormAlert = (
  storm: StormCounts,
  alert: Usage,
  snapshot: Observed,
  sizes: ItemSizes,
  tripMs: number,
): Usage => {
  const each = (value: number): number => value / storm.alerts;
  const snapshots = each(storm.snapshots);
  const requests = each(storm.dynamoRequests) - 1; // without the webhook's
  const stateWrites = 2 + snapshots; // claimed, created, published; a merged or a reused one skips one
  const reads = Math.max(0, requests - stateWrites - SLOT_WRITES * snapshots);
  const billedMs = each(storm.billedMs) + requests * tripMs;
  return sum(alert, {
    lambdaRequests: each(storm.invocations),
    gbSeconds: (billedMs / 1000) * MEMORY_GB,
    logGigabytes: snapshot.logBytes / GIGABYTE,
    writeUnits: stateWrites * writeUnits(sizes.publishedBytes, MOVED) + SLOT_WRITES * snapshots,
    readUnits: reads * readUnits(PAGE * sizes.pendingBytes, false),
    sqsRequests: each(storm.sqsRequests) - 1, // the webhook's send is in the alert's
    snsPublishes: each(storm.snsPublishes),
  });
};

/**
 * A month without any alert: the watchdog's minutes, what Lambda's five pollers ask an empty queue (20 s each), the
 * secrets, the watchdog's metrics, and the alarms.
 */
export const usageOfIdleMonth = (watchdog: Observed, alarms: number): Usage => {
  const minutes = HOURS * 60;
  const { lambdaRequests = 0, gbSeconds = 0, logGigabytes = 0 } = invocation(watchdog);
  return {
    lambdaRequests: lambdaRequests * minutes,
    gbSeconds: gbSeconds * minutes,
    logGigabytes: logGigabytes * minutes,
    readUnits: minutes * readUnits(0, false),
    sqsRequests: minutes * 15,
    secrets: 3,
    metrics: watchdog.metrics.length,
    alarms,
  };
};

/** A month with alerts in every hour, beside the alerts themselves: secrets anew every five minutes, and the metrics. */
export const usageOfBusyMonth = (observed: readonly Observed[], idle: Usage): Usage => ({
  secretReads: HOURS * 12 * 3,
  metrics: new Set(observed.flatMap(({ metrics }) => metrics)).size - (idle.metrics ?? 0),
});
