import { SEVERITIES } from '../alerts/alert.ts';
import type { Capture } from '../captures/capture.ts';
import type { CoveredCapture } from '../captures/capture-fields.ts';
import type { EarlierSnapshot } from '../captures/snapshot.ts';
import { covered } from '../captures/covered.ts';
import { uncoveredStartOf } from '../captures/uncovered-start.ts';
import { FAILURE_ADVICE } from '../captures/failure-advice.ts';
import { oneLine } from '../text.ts';
import { subjectOf, textOf } from './email.ts';
import type { NotificationEvent, NotifiedAlert, NotifiedSnapshot } from './event.ts';
import { linkFieldsOf, type Publishing } from './link-fields.ts';
import { captureUrlOf, waysBackOf } from './ways-back.ts';

/** One SNS message, ready to be published. */
export interface Notification {
  readonly event: NotificationEvent;
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** With these limits, event and text with 51 alerts stay below SNS's 256 KiB, even if every byte is escaped. */
const MAX_FIELD = 120;
const MAX_PERMALINK = 300;
const MAX_NAMES = 300;
const bounded = (value: string | undefined, max = MAX_FIELD): string | undefined =>
  value === undefined ? undefined : oneLine(value, max);

/** The notification of a created or failed capture, and of all captures that it covers. */
export const notificationOf = (capture: Capture, publishing: Publishing): Notification => {
  const event = eventOf(capture, publishing);
  return { event, subject: subjectOf(event), text: textOf(event), attributes: attributesOf(event) };
};

const eventOf = (capture: Capture, publishing: Publishing): NotificationEvent => {
  const members = [covered(capture), ...(capture.covers ?? [])];
  const { startDate, endDate } = capture.snapshot ?? capture;
  return {
    version: 1,
    captureId: capture.id,
    captureIds: members.map(({ captureId }) => captureId),
    status: capture.failure ? 'failed' : capture.reusedFrom === undefined ? 'created' : 'reused',
    reason: capture.reason,
    severity: SEVERITIES.find((severity) => members.some((member) => member.severity === severity)) ?? 'unknown',
    testId: capture.testId,
    testName: bounded(capture.testName ?? capture.alert?.testName),
    aid: capture.aid,
    requestedBy: namesOf(members.map(({ requestedBy }) => requestedBy)),
    cancelledBy: namesOf(members.map(({ cancelledBy }) => cancelledBy)),
    startDate,
    endDate,
    ...linkFieldsOf(capture, publishing),
    ...waysBackOf(capture, publishing),
    alerts: members.flatMap(notifiedAlert),
    baseline: capture.baseline && earlierOf(capture.baseline, publishing),
    triggerSnapshots: capture.triggerSnapshots?.map((it) => earlierOf(it, publishing)),
    error: capture.failure && { ...capture.failure, advice: FAILURE_ADVICE[capture.failure.code] },
    possibleDuplicate: capture.possibleDuplicate,
    notCovered: uncoveredStartOf(
      capture,
      members.map(({ alert }) => alert),
    ),
  };
};

const earlierOf = ({ captureId, alertId, snapshot }: EarlierSnapshot, publishing: Publishing): NotifiedSnapshot => ({
  captureId,
  alertId: bounded(alertId),
  startDate: snapshot.startDate,
  endDate: snapshot.endDate,
  ...linkFieldsOf({ snapshot }, publishing),
  captureUrl: captureUrlOf(captureId, publishing),
});

/** Joins the names, each once. A name cannot contain a comma. */
const namesOf = (names: readonly (string | undefined)[]): string | undefined => {
  const named = new Set(names.filter((name) => name !== undefined));
  return named.size > 0 ? bounded([...named].join(', '), MAX_NAMES) : undefined;
};

const notifiedAlert = ({ captureId, severity, alert }: CoveredCapture): NotifiedAlert[] => {
  if (alert === undefined) return [];
  const { transition, testId, alertId, eventId, ruleId, ruleName, alertType, startedAt, permalink } = alert;
  return [
    {
      captureId,
      transition,
      testId,
      alertId: bounded(alertId),
      eventId: bounded(eventId),
      ruleId,
      ruleName: bounded(ruleName),
      alertType: bounded(alertType),
      severity,
      startedAt: bounded(startedAt),
      permalink: bounded(permalink, MAX_PERMALINK),
    },
  ];
};

const attributesOf = (event: NotificationEvent): Record<string, string> => ({
  status: event.status,
  reason: event.reason,
  severity: event.severity,
  ...(event.testId !== undefined && { testId: event.testId }),
  ...(event.aid !== undefined && { aid: event.aid }),
});
