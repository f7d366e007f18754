import { SEVERITIES, type Severity } from '../alerts/alert.ts';
import type { Capture, CoveredCapture } from '../captures/capture.ts';
import { covered } from '../captures/transitions.ts';
import { FAILURE_ADVICE } from '../captures/failure-advice.ts';
import { asciiLine, oneLine } from '../text.ts';

/** One alert in the event: what a ticket system needs to find its ticket. */
interface NotifiedAlert {
  readonly captureId: string;
  readonly transition: 'trigger' | 'clear';
  readonly alertId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly ruleId?: string | undefined;
  readonly ruleName?: string | undefined;
  readonly alertType?: string | undefined;
  readonly severity: Severity;
  readonly startedAt?: string | undefined;
  readonly permalink?: string | undefined;
}

/** The machine-readable event, version 1. Fields may be added; none changes its meaning within a version. */
export interface NotificationEvent {
  readonly version: 1;
  readonly captureId: string;
  readonly status: 'created' | 'reused' | 'failed';
  readonly reason: Capture['reason'];
  readonly severity: Severity;
  readonly testId?: string | undefined;
  readonly testName?: string | undefined;
  readonly aid?: string | undefined;
  readonly startDate: string;
  readonly endDate: string;
  readonly link?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly visibility?: 'public' | 'private' | 'unknown' | undefined;
  readonly alerts: readonly NotifiedAlert[];
  readonly error?: { readonly code: string; readonly detail: string; readonly advice: string } | undefined;
  readonly possibleDuplicate?: true | undefined;
}

/** One SNS message, ready to be published. */
export interface Notification {
  readonly event: NotificationEvent;
  readonly subject: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** SNS: a subject is printable ASCII and "less than 100 characters long". */
const MAX_SUBJECT = 99;

/** Fifty-one alerts, the event and the text together stay below SNS's 256 KiB, however their bytes are escaped. */
const MAX_FIELD = 120;
const MAX_PERMALINK = 300;
/** An e-mail names so many alerts, and counts the rest. */
const MAX_TEXT_ALERTS = 20;

const bounded = (value: string | undefined, max = MAX_FIELD): string | undefined =>
  value === undefined ? undefined : oneLine(value, max);

/** The notification of a capture that is created or failed, for itself and all that it covers. */
export const notificationOf = (capture: Capture): Notification => {
  const event = eventOf(capture);
  return { event, subject: subjectOf(event), text: textOf(event), attributes: attributesOf(event) };
};

const eventOf = (capture: Capture): NotificationEvent => {
  const members = [covered(capture), ...(capture.covers ?? [])];
  const { startDate, endDate } = capture.snapshot ?? capture;
  return {
    version: 1,
    captureId: capture.id,
    status: capture.failure ? 'failed' : capture.reusedFrom === undefined ? 'created' : 'reused',
    reason: capture.reason,
    severity: SEVERITIES.find((severity) => members.some((member) => member.severity === severity)) ?? 'unknown',
    testId: capture.testId,
    testName: bounded(capture.testName ?? capture.alert?.testName),
    aid: capture.aid,
    startDate,
    endDate,
    link: capture.snapshot?.link,
    expiresAt: capture.snapshot?.expiresAt,
    visibility: capture.snapshot?.visibility,
    alerts: members.flatMap(notifiedAlert),
    error: capture.failure && { ...capture.failure, advice: FAILURE_ADVICE[capture.failure.code] },
    possibleDuplicate: capture.possibleDuplicate,
  };
};

const notifiedAlert = ({ captureId, severity, alert }: CoveredCapture): NotifiedAlert[] => {
  if (alert === undefined) return [];
  const { transition, alertId, eventId, ruleId, ruleName, alertType, startedAt, permalink } = alert;
  return [
    {
      captureId,
      transition,
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

const nameOf = (event: NotificationEvent): string =>
  oneLine(event.testName ?? '', 80) || (event.testId === undefined ? 'unknown test' : `test ${event.testId}`);

const subjectOf = (event: NotificationEvent): string => {
  const what = event.status === 'failed' ? 'Snapshot failed' : 'Snapshot';
  const name = asciiLine(nameOf(event), MAX_SUBJECT) || `test ${event.testId ?? 'unknown'}`;
  const rule = asciiLine(event.alerts[0]?.ruleName ?? '', MAX_SUBJECT);
  return oneLine([`${what}: ${name}`, rule].filter(Boolean).join(' - '), MAX_SUBJECT);
};

const textOf = (event: NotificationEvent): string => {
  const lines = [
    `${nameOf(event)} (test ${event.testId ?? 'unknown'}, account group ${event.aid ?? 'default'})`,
    `Captured range: ${event.startDate} to ${event.endDate}`,
    ...(event.link === undefined ? [] : [`Snapshot: ${event.link}`]),
    ...(event.expiresAt === undefined ? [] : [`Expires: ${event.expiresAt}`]),
    ...(event.error ? [`Failed: ${event.error.code} ${oneLine(event.error.detail, 500)}`, event.error.advice] : []),
    ...(event.possibleDuplicate ? ['An earlier try may have created a second snapshot of the same range.'] : []),
    ...event.alerts.slice(0, MAX_TEXT_ALERTS).map(alertLine),
    ...(event.alerts.length > MAX_TEXT_ALERTS ? [`and ${event.alerts.length - MAX_TEXT_ALERTS} more alerts`] : []),
    `Capture: ${event.captureId}`,
  ];
  return lines.join('\n');
};

const alertLine = ({ severity, ruleName, alertId, startedAt, permalink }: NotifiedAlert): string => {
  const since = startedAt === undefined ? '' : `, since ${startedAt}`;
  const parts = [
    `Alert: ${severity}, ${ruleName ?? 'unnamed rule'}, alert ${alertId ?? 'without id'}${since}`,
    permalink,
  ];
  return oneLine(parts.filter((part) => part !== undefined).join(' '), 600);
};

const attributesOf = (event: NotificationEvent): Record<string, string> => ({
  status: event.status,
  reason: event.reason,
  severity: event.severity,
  ...(event.testId !== undefined && { testId: event.testId }),
  ...(event.aid !== undefined && { aid: event.aid }),
});
