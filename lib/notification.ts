import { SEVERITIES, type Severity } from './alert.ts';
import type { Capture, CoveredCapture } from './capture.ts';
import { covered } from './transitions.ts';
import { FAILURE_ADVICE } from './failure-advice.ts';

/** One alert in the event: what a ticket system needs to find its ticket. */
interface NotifiedAlert {
  readonly captureId: string;
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
interface NotificationEvent {
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
    testName: capture.testName ?? capture.alert?.testName,
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
  const { alertId, eventId, ruleId, ruleName, alertType, startedAt, permalink } = alert;
  return [{ captureId, alertId, eventId, ruleId, ruleName, alertType, severity, startedAt, permalink }];
};

/** Untrusted text on one line: control and format characters out, white space folded, bounded. */
const oneLine = (value: string, max: number): string => {
  const line = value
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 3).toWellFormed()}...` : line;
};

const nameOf = (event: NotificationEvent): string =>
  oneLine(event.testName ?? '', 80) || (event.testId === undefined ? 'unknown test' : `test ${event.testId}`);

/** What is left of a text in printable ASCII, on one line: `Zürich` is `Zurich`, `東京` is nothing. */
const ascii = (value: string): string =>
  oneLine(
    oneLine(value, MAX_SUBJECT)
      .normalize('NFKD')
      .replaceAll(/[^\x20-\x7e]+/g, ''),
    MAX_SUBJECT,
  );

const subjectOf = (event: NotificationEvent): string => {
  const what = event.status === 'failed' ? 'Snapshot failed' : 'Snapshot';
  const name = ascii(nameOf(event)) || `test ${event.testId ?? 'unknown'}`;
  const rule = ascii(event.alerts[0]?.ruleName ?? '');
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
    ...event.alerts.map(alertLine),
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
