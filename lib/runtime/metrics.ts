import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

/** Where all metrics of this project stand in CloudWatch, under the one dimension `service` (POWERTOOLS_SERVICE_NAME: the stack). */
export const METRICS_NAMESPACE = 'ThousandEyesSnapshots';

/**
 * Every metric, its unit, and what one datum says. Those `byReason` exist twice: alone, for alarms, and with the
 * dimension `reason`, whose values are closed unions. Nothing that grows with tests, rules or accounts is a dimension.
 */
export const METRICS = {
  /** Requests to the webhook that carried the right credentials and a JSON body. */
  AlertsReceived: { unit: MetricUnit.Count, byReason: false },
  /** Alerts that get no capture: clear, test ping, ruled out, or one that can have no snapshot, also if only a look-up says so. */
  AlertsIgnored: { unit: MetricUnit.Count, byReason: true },
  /** Deliveries of an alert that is in the ledger already. */
  AlertsRepeated: { unit: MetricUnit.Count, byReason: false },
  /** Bodies that no known shape fits, kept for an operator. */
  AlertsQuarantined: { unit: MetricUnit.Count, byReason: false },
  /** Requests to the webhook without the right credentials, or from an address that is not allowed. */
  WebhookUnauthorized: { unit: MetricUnit.Count, byReason: false },
  /** Requests to the webhook with the right credentials whose body was refused: 400, 413, 415. */
  WebhookRefused: { unit: MetricUnit.Count, byReason: true },
  /** Requests to the operator API without the right credentials, or from an address that is not allowed. */
  OperatorUnauthorized: { unit: MetricUnit.Count, byReason: false },
  /** Requests to the webhook or the operator API whose secret has no value that is accepted: nobody gets in. */
  SecretsWithoutValue: { unit: MetricUnit.Count, byReason: true },
  /** Captures taken into the ledger: by alert, by hand, by schedule. */
  CapturesAccepted: { unit: MetricUnit.Count, byReason: true },
  /** Captures that got the link of a snapshot taken together with another one's. */
  CapturesMerged: { unit: MetricUnit.Count, byReason: false },
  /** Captures that got the link of a snapshot that existed already. */
  CapturesReused: { unit: MetricUnit.Count, byReason: false },
  /** Captures whose link was accepted by the topic, merged and reused ones too. */
  CapturesPublished: { unit: MetricUnit.Count, byReason: false },
  /** Captures whose failure notice was accepted by the topic. */
  CapturesFailed: { unit: MetricUnit.Count, byReason: true },
  /** Captures that an operator cancelled, and the topic accepted the notice of it. */
  CapturesCancelled: { unit: MetricUnit.Count, byReason: false },
  /** Snapshots that ThousandEyes created. */
  SnapshotsCreated: { unit: MetricUnit.Count, byReason: false },
  /** Answers 429 of ThousandEyes: somebody else in the organization spent the quota. */
  UpstreamRateLimited: { unit: MetricUnit.Count, byReason: false },
  /** Calls to ThousandEyes whose outcome is unknown: 5xx, timeouts, resets, unreadable answers. */
  UpstreamErrors: { unit: MetricUnit.Count, byReason: false },
  /** Answers 401 of ThousandEyes: the token. */
  UpstreamUnauthorized: { unit: MetricUnit.Count, byReason: false },
  /** Answers 3xx of ThousandEyes: the address of the API. */
  UpstreamRedirected: { unit: MetricUnit.Count, byReason: false },
  /** Tests that ThousandEyes answered 404 for within a quarter of an hour, seen at each 404. */
  UpstreamTestsMissing: { unit: MetricUnit.Count, byReason: false },
  /** Notifications that SNS did not accept; each is tried again every minute. */
  NotificationsNotAccepted: { unit: MetricUnit.Count, byReason: false },
  /** Notifications without the link, because LINK_VISIBILITY is login and the link opens without one, or may. */
  LinksWithheld: { unit: MetricUnit.Count, byReason: false },
  /** From an alert's arrival to the topic's acceptance of its link. */
  AlertToLinkSeconds: { unit: MetricUnit.Seconds, byReason: false },
  /** Age of the oldest pending capture, what backs off included, seen at every look; 0 where none is pending. */
  OldestPendingSeconds: { unit: MetricUnit.Seconds, byReason: false },
  /** Slots that were not free, as somebody who wanted one saw them. */
  SlotsInUse: { unit: MetricUnit.Count, byReason: false },
  /** One a minute, after a watchdog's round went through. */
  WatchdogHeartbeat: { unit: MetricUnit.Count, byReason: false },
} as const;

export type MetricName = keyof typeof METRICS;

/** Notes one datum (1 unless told); `reason` for those that are by reason. */
export type Measure = (name: MetricName, value?: number, reason?: string) => void;

export interface Meter {
  readonly measure: Measure;
  /** Writes what was measured since the last time; once an invocation, whatever came of it. */
  readonly flush: () => void;
}

/** The handler, with its metrics written when it has ended, whatever came of it. */
export const metered =
  <Arguments extends readonly unknown[], Result>(
    { flush }: Pick<Meter, 'flush'>,
    handler: (...given: Arguments) => Promise<Result>,
  ) =>
  async (...given: Arguments): Promise<Result> => {
    try {
      return await handler(...given);
    } finally {
      flush();
    }
  };

/** The metrics of one function, as lines of CloudWatch's embedded metric format (EMF) on standard output. */
export const createMeter = (): Meter => {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE });
  // Writes each metric as a line of its own, and forgets its dimension then. Made once: making it costs more than all of an alert's parsing.
  const single = metrics.singleMetric();
  return {
    measure: (name, value = 1, reason) => {
      const { unit, byReason } = METRICS[name];
      metrics.addMetric(name, unit, value);
      if (!byReason || reason === undefined) return;
      single.addDimension('reason', reason);
      single.addMetric(name, unit, value);
    },
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};
