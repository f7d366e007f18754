import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

/** The CloudWatch namespace of all metrics. Their dimension `service` is POWERTOOLS_SERVICE_NAME, the stack's name. */
export const METRICS_NAMESPACE = 'ThousandEyesSnapshots';

/**
 * Every metric, with its unit and meaning. A metric with `byReason` exists twice: without a further dimension, for
 * alarms, and with the dimension `reason`, which has a fixed set of values. Tests, rules and accounts are never
 * dimensions, because each new value costs money.
 */
export const METRICS = {
  /** Requests to the webhook with valid credentials and a JSON body. */
  AlertsReceived: { unit: MetricUnit.Count, byReason: false },
  /** Alerts without a capture: clears, test pings, alerts that a filter excludes or that can have no snapshot. */
  AlertsIgnored: { unit: MetricUnit.Count, byReason: true },
  /** Repeated deliveries of an alert that is already in the ledger. */
  AlertsRepeated: { unit: MetricUnit.Count, byReason: false },
  /** Bodies that cannot be read as an alert, stored for an operator. */
  AlertsQuarantined: { unit: MetricUnit.Count, byReason: false },
  /** Requests to the webhook without valid credentials, or from an address that is not allowed. */
  WebhookUnauthorized: { unit: MetricUnit.Count, byReason: false },
  /** Requests to the webhook with valid credentials and a refused body: 400, 413, 415. */
  WebhookRefused: { unit: MetricUnit.Count, byReason: true },
  /** Requests to the operator API without valid credentials, or from an address that is not allowed. */
  OperatorUnauthorized: { unit: MetricUnit.Count, byReason: false },
  /** Requests to the webhook or the operator API while its secret has no usable value, so that all requests fail. */
  SecretsWithoutValue: { unit: MetricUnit.Count, byReason: true },
  /** Captures added to the ledger, by their reason: alert, manual, schedule. */
  CapturesAccepted: { unit: MetricUnit.Count, byReason: true },
  /** Captures that share the snapshot of their leader. */
  CapturesMerged: { unit: MetricUnit.Count, byReason: false },
  /** Captures that got the link of an existing snapshot. */
  CapturesReused: { unit: MetricUnit.Count, byReason: false },
  /** Captures whose link the topic accepted, merged and reused captures included. */
  CapturesPublished: { unit: MetricUnit.Count, byReason: false },
  /** Captures whose failure notice the topic accepted. */
  CapturesFailed: { unit: MetricUnit.Count, byReason: true },
  /** Captures that an operator cancelled, counted when the topic accepts the notice. */
  CapturesCancelled: { unit: MetricUnit.Count, byReason: false },
  /** Snapshots that ThousandEyes created. */
  SnapshotsCreated: { unit: MetricUnit.Count, byReason: false },
  /** Answers 429 of ThousandEyes: something else in the organization spends the quota. */
  UpstreamRateLimited: { unit: MetricUnit.Count, byReason: false },
  /** Calls to ThousandEyes whose outcome is unknown: 5xx, timeouts, resets, unreadable answers. */
  UpstreamErrors: { unit: MetricUnit.Count, byReason: false },
  /** Answers 401 of ThousandEyes: it refuses the token. */
  UpstreamUnauthorized: { unit: MetricUnit.Count, byReason: false },
  /** Answers 3xx of ThousandEyes: the address of the API is wrong. */
  UpstreamRedirected: { unit: MetricUnit.Count, byReason: false },
  /** Tests that ThousandEyes answered with 404 within a quarter of an hour, measured at each 404. */
  UpstreamTestsMissing: { unit: MetricUnit.Count, byReason: false },
  /** Attempts to publish a notification that SNS did not accept. The worker tries again every minute. */
  NotificationsNotAccepted: { unit: MetricUnit.Count, byReason: false },
  /** Notifications without their link: LINK_VISIBILITY is login, and the link opens without a login, or may do so. */
  LinksWithheld: { unit: MetricUnit.Count, byReason: false },
  /** The time from an alert's arrival until the topic accepts its link. */
  AlertToLinkSeconds: { unit: MetricUnit.Seconds, byReason: false },
  /** The age of the oldest pending capture, including those that back off; 0 if none is pending. */
  OldestPendingSeconds: { unit: MetricUnit.Seconds, byReason: false },
  /** Slots in use, measured when a worker needs one. */
  SlotsInUse: { unit: MetricUnit.Count, byReason: false },
  /** One datum a minute, after a complete round of the watchdog. */
  WatchdogHeartbeat: { unit: MetricUnit.Count, byReason: false },
} as const;

export type MetricName = keyof typeof METRICS;

/** Records one datum, 1 by default. `reason` is for metrics with `byReason`. */
export type Measure = (name: MetricName, value?: number, reason?: string) => void;

export interface Meter {
  readonly measure: Measure;
  /** Writes what was measured since the last flush. Every invocation ends with it, even a failed one. */
  readonly flush: () => void;
}

/** Wraps a handler, so that its metrics are written when it ends, even with an error. */
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
  // Writes each metric as a separate line, and then forgets the dimension. It is made once, because making it takes
  // longer than parsing an alert.
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

/** Runs the code of a measurement once, and writes nothing: the first one takes many times as long as later ones. */
export const rehearseMeasuring = async (): Promise<void> => {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE });
  metrics.addDimension('reason', 'rehearsal');
  metrics.addMetric('AlertsReceived', MetricUnit.Count, 1);
  JSON.stringify(metrics.serializeMetrics());
};
