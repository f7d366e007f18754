import { commandOf } from '../captures/uncovered-start.ts';
import { asciiLine, oneLine, withoutLinks } from '../text.ts';
import type { NotificationEvent, NotifiedAlert } from './event.ts';
import {
  addressOf,
  andMore,
  earlierOf,
  expiryOf,
  isWithoutLink,
  notCoveredLine,
  snapshotIdOf,
  whoOpens,
  WITHHELD,
  WITHOUT_LINK,
} from './sentences.ts';
import { waysBackIn } from './ways-back.ts';

/** SNS requires a subject of printable ASCII that is "less than 100 characters long". */
const MAX_SUBJECT = 99;

/** An e-mail lists this many alerts, and counts the rest. */
const MAX_TEXT_ALERTS = 20;

const nameOf = (event: NotificationEvent): string =>
  withoutLinks(event.testName ?? '', 80) || (event.testId === undefined ? 'unknown test' : `test ${event.testId}`);

/** The subject of an e-mail: the outcome, the test, and the alert rule. */
export const subjectOf = (event: NotificationEvent): string => {
  const what = event.status === 'failed' ? 'Snapshot failed' : 'Snapshot';
  const name = asciiLine(nameOf(event), MAX_SUBJECT) || `test ${event.testId ?? 'unknown'}`;
  const rule = asciiLine(withoutLinks(event.alerts[0]?.ruleName ?? '', MAX_SUBJECT), MAX_SUBJECT);
  return oneLine([`${what}: ${name}${andMore(event)}`, rule].filter(Boolean).join(' - '), MAX_SUBJECT);
};

/** The text of an e-mail. The snapshot's link comes first. Names from outside follow a label, and contain no links. */
export const textOf = (event: NotificationEvent): string => {
  const lines = [
    ...(event.link === undefined ? [] : [`Snapshot: ${event.link}`, `The link ${whoOpens(event)}.`]),
    `Test: ${nameOf(event)} (test ${event.testId ?? 'unknown'}, account group ${event.aid ?? 'default'})`,
    `Captured range: ${event.startDate} to ${event.endDate}`,
    ...earlierOf(event).map(({ name, place }) => `${name}: ${place}`),
    ...(event.notCovered
      ? [notCoveredLine(event.notCovered, event.endDate), `To cover it: ${commandOf(event.notCovered)}`]
      : []),
    ...(event.linkWithheld ? [WITHHELD, `Operator API: ${addressOf(event)}`] : []),
    ...(isWithoutLink(event) ? [WITHOUT_LINK, `Snapshot id: ${snapshotIdOf(event)}`] : []),
    ...(event.expiresAt === undefined ? [] : [`Expires: ${expiryOf(event)}`]),
    ...(event.error
      ? [`Failed: ${event.error.code} ${withoutLinks(event.error.detail, 500)}`, event.error.advice]
      : []),
    ...(event.possibleDuplicate ? ['An earlier try may have created a second snapshot of the same range.'] : []),
    ...event.alerts.slice(0, MAX_TEXT_ALERTS).map((alert) => alertLine(alert, event)),
    ...(event.alerts.length > MAX_TEXT_ALERTS ? [`and ${event.alerts.length - MAX_TEXT_ALERTS} more alerts`] : []),
    `Capture: ${event.captureId}${andMore(event)}`,
    ...waysBackIn(event).map(({ label, url }) => `${label}: ${url}`),
  ];
  return lines.join('\n');
};

const alertLine = (
  { severity, testId, ruleName, alertId, startedAt, permalink }: NotifiedAlert,
  event: NotificationEvent,
): string => {
  const test = testId === undefined || testId === event.testId ? '' : ` test ${testId},`;
  const since = startedAt === undefined ? '' : `, since ${startedAt}`;
  const rule = ruleName === undefined ? 'unnamed rule' : `rule ${ruleName}`;
  const told = withoutLinks(`Alert: ${severity},${test} ${rule}, alert ${alertId ?? 'without id'}${since}`, 300);
  return permalink === undefined ? told : `${told}, in ThousandEyes: ${permalink}`;
};
