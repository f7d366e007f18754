import type { OutageTerms } from '../api/outage.ts';

/** When ThousandEyes sends an alert for the first time. */
export type Phase = 'start' | 'kill' | 'outage';

export interface PlannedAlert {
  readonly alertId: string;
  readonly testId: string;
  readonly severity: 'Critical' | 'Major' | 'Minor';
  readonly phase: Phase;
  /** Sent a second time all the same, as if the answer to the first delivery was lost. */
  readonly isRepeated: boolean;
}

/** A storm, and what goes wrong in it. Times are in milliseconds. */
export interface StormPlan {
  readonly alerts: readonly PlannedAlert[];
  /** At most so many calls in any period. */
  readonly limit: number;
  readonly periodMs: number;
  /** The system is killed on the arrival of the call with this number, so before it has the answer. */
  readonly killAtCall: number;
  /** From the kill to the restart. */
  readonly deadMs: number;
  readonly outage: OutageTerms;
  /** An alert that is not answered 200 is sent again after this long. */
  readonly repeatMs: number;
  /** How often an alert is sent at most. */
  readonly deliveries: number;
}

/** ThousandEyes' own figures: 5 snapshots in 5 minutes, and a webhook that is sent again every 5 minutes for an hour. */
const LIMIT = 5;
const DELIVERIES = 12;

const SEVERITIES = ['Minor', 'Major', 'Minor', 'Minor', 'Critical'] as const;

/** Of ten alerts, seven come at the start, two while the system is dead, and one in the outage. */
const phaseOf = (index: number, count: number): Phase => {
  if (index >= count - Math.max(1, Math.floor(count * 0.1))) return 'outage';
  return index >= Math.floor(count * 0.7) ? 'kill' : 'start';
};

/**
 * A storm of `count` alerts, with one period for the five minutes of ThousandEyes: its sender keeps the same scale. Each
 * tenth alert is of the same test as the one before it, and each fourth is sent twice.
 */
export const planOf = (count: number, periodMs: number): StormPlan => {
  const killAtCall = LIMIT * Math.floor((count * 0.4) / LIMIT) + 3;
  return {
    alerts: Array.from({ length: count }, (_, index) => ({
      alertId: String(700_000_001 + index),
      testId: String(500_001 + index - Math.floor(index / 10)),
      severity: SEVERITIES[index % SEVERITIES.length] ?? 'Minor',
      phase: phaseOf(index, count),
      isRepeated: index % 4 === 3,
    })),
    limit: LIMIT,
    periodMs,
    killAtCall,
    deadMs: 3000,
    outage: { afterCall: Math.max(killAtCall + 1, LIMIT * Math.floor((count * 0.65) / LIMIT)), lastsMs: 2 * periodMs },
    repeatMs: periodMs,
    deliveries: DELIVERIES,
  };
};
