import {
  type Capture,
  type FailedAnnounced,
  newCapture,
  type NewCapture,
  type Pending,
  type Published,
} from '../lib/captures/capture.ts';
import { captureIdOf } from '../lib/captures/identity.ts';
import { CLOCK_SKEW_MS } from '../lib/planning/quota.ts';
import { toSecond, type WindowHours, windowEndingAt } from '../lib/captures/window.ts';
import { sampleAlerts } from '../local/sample-alerts.ts';

/* The scenes of the screenshots: a quiet day, and a storm after a few minutes. Names and links are invented. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PERIOD = 300 * SECOND + CLOCK_SKEW_MS;
const SLOTS = 5;

export interface Scene {
  readonly captures: readonly Capture[];
  /** The time at which each slot is free again, in epoch milliseconds. */
  readonly releaseAt: readonly number[];
}

interface SampleAlert {
  readonly alert: {
    readonly alertId: number;
    readonly testId: number;
    readonly testName: string;
    readonly ruleName: string;
    readonly severity: string;
  };
}

const publish = (capture: Pending, at: number): Published => ({
  ...capture,
  state: 'published',
  attempts: 1,
  announcedAt: at,
  snapshot: {
    startDate: capture.startDate,
    endDate: capture.endDate,
    link: `https://${captureIdOf(capture.id).slice(0, 9)}.share.thousandeyes.com/`,
    expiresAt: toSecond(at + 30 * DAY),
    visibility: 'public',
  },
});

const alertAt = ({ alert }: SampleAlert, receivedAt: number): Pending => {
  const severity = alert.severity.toLowerCase() as Capture['severity'];
  const testId = String(alert.testId);
  const { testName, ruleName } = alert;
  return newCapture({
    id: captureIdOf(testName, String(receivedAt)),
    reason: 'alert',
    receivedAt,
    severity,
    testId,
    testName,
    aid: '74411',
    alert: { transition: 'trigger', severity, testId, testName, ruleName, alertId: String(alert.alertId) },
    ...windowEndingAt(receivedAt, 2),
  });
};

const wish = (hours: WindowHours, receivedAt: number, fields: Pick<NewCapture, 'reason' | 'testName' | 'testId'>) =>
  newCapture({
    id: captureIdOf('wish', String(receivedAt)),
    receivedAt,
    severity: 'unknown',
    aid: '74411',
    ...windowEndingAt(receivedAt, hours),
    ...fields,
  });

/** Some alerts, one manual capture and one scheduled capture, all with a link. `now` is epoch milliseconds. */
export const quietDay = async (now: number): Promise<Scene> => {
  const samples = (await sampleAlerts(56)) as SampleAlert[];
  const hoursAgo = [0.6, 0.62, 3.1, 5.4, 5.41, 5.45, 9.2, 13.8, 17.5, 20.1];
  const alerts = hoursAgo.map((hours, index) => {
    const capture = alertAt(samples[(index * 11) % samples.length] as SampleAlert, now - hours * HOUR);
    return publish(capture, capture.receivedAt + (1.4 + ((index * 7) % 9) / 3) * SECOND);
  });
  const byHand = wish(6, now - 4.2 * HOUR, { reason: 'manual', testName: 'VPN gateway Dublin', testId: '3417838' });
  const planned = wish(24, now - 11 * HOUR, {
    reason: 'schedule',
    testName: 'Shop checkout Sydney',
    testId: '3418241',
  });
  const made = [publish(byHand, byHand.receivedAt + 1.1 * SECOND), publish(planned, planned.receivedAt + 2.3 * SECOND)];
  return { captures: [...alerts, ...made], releaseAt: [0, 0, 0, 0, 0] };
};

/**
 * Fifty alerts of fifty tests, six and a half minutes after the first. The captures that the quota allowed have a link,
 * except two that ThousandEyes refused. `now` is epoch milliseconds.
 */
export const storm = async (now: number): Promise<Scene> => {
  const broke = now - 6.5 * MINUTE;
  const samples = (await sampleAlerts(50)) as SampleAlert[];
  const inTurn = samples
    .map((sample, index) => alertAt(sample, broke + index * 180))
    .toSorted((a, b) => rank(a) - rank(b));
  const captures = inTurn.map((capture, turn): Capture => {
    const calledAt = broke + 10 * SECOND + Math.floor(turn / SLOTS) * PERIOD + (turn % SLOTS) * 900;
    if (calledAt > now) return capture;
    if (turn === 3) return refuse(capture, calledAt, 'forbidden', '403 Forbidden: Access is denied');
    if (turn === 8) return refuse(capture, calledAt, 'test_not_found', '404 Not Found: The test does not exist');
    return publish(capture, calledAt + 1.3 * SECOND);
  });
  const releaseAt = [0, 1, 2, 3, 4].map((slot) => broke + 11 * SECOND + 2 * PERIOD + slot * 900);
  return { captures, releaseAt };
};

const rank = ({ severity }: Capture): number => ['critical', 'major', 'minor', 'info'].indexOf(severity);

const refuse = (
  capture: Pending,
  at: number,
  code: 'forbidden' | 'test_not_found',
  detail: string,
): FailedAnnounced => ({
  ...capture,
  state: 'failed',
  attempts: 1,
  announcedAt: at + SECOND,
  failure: { code, detail },
});
