import type { UncoveredStart } from '../captures/uncovered-start.ts';
import { epochOf, lengthOf } from '../time.ts';
import type { NotificationEvent, NotifiedSnapshot } from './event.ts';

/* Sentences that e-mail and chat share. */

/** A message about failures of several tests names one capture. This counts the others, such as ` and 3 more`. */
export const andMore = ({ error, captureIds, alerts, testId }: NotificationEvent): string => {
  const isOfSeveral =
    alerts.some((alert) => alert.testId === undefined || alert.testId !== testId) || error?.code === 'quarantined';
  return error && captureIds.length > 1 && isOfSeveral ? ` and ${captureIds.length - 1} more` : '';
};

/** Whether there is a snapshot, but ThousandEyes returned no link to it. */
export const isWithoutLink = ({ link, linkWithheld, status }: NotificationEvent): boolean =>
  link === undefined && !linkWithheld && status !== 'failed';

/** What to do then. ThousandEyes' API has no call that returns the link of an existing snapshot. */
export const WITHOUT_LINK =
  'The snapshot was created, but ThousandEyes returned no link to it. Look for its name among the snapshots in ThousandEyes.';

/** A sentence that the alert began before the range. */
export const notCoveredLine = ({ startedAt }: UncoveredStart, endDate: string): string => {
  const before = lengthOf(epochOf(endDate) - epochOf(startedAt));
  return `The alert began ${before} before the end of this range, at ${startedAt}: its start is not covered.`;
};

/** The sentence in place of a link that LINK_VISIBILITY=login keeps off the topic. */
export const WITHHELD =
  'The link opens without a login, or may do so, and LINK_VISIBILITY=login keeps it out of this message. ' +
  'The operator API shows the link to operators.';

/** Where an operator finds the capture: its address, or its route if the worker does not know the address. */
export const addressOf = ({ captureId, captureUrl }: Pick<NotificationEvent, 'captureId' | 'captureUrl'>): string =>
  captureUrl ?? `GET /captures/${captureId}`;

/** ThousandEyes' id of the snapshot, or where operators see that id. */
export const snapshotIdOf = ({ snapshotId, captureUrl }: NotificationEvent): string =>
  snapshotId ?? (captureUrl === undefined ? 'unknown' : `see ${captureUrl}`);

/** The earlier snapshots of a message, with labels. No label says healthy, because a schedule does not check that. */
export const earlierOf = ({ triggerSnapshots = [], baseline }: NotificationEvent): Earlier[] => [
  ...triggerSnapshots.map((it) => earlierAs('The snapshot of the trigger', it)),
  ...(baseline ? [earlierAs('For comparison, the newest planned snapshot of this test', baseline)] : []),
];

interface Earlier {
  readonly name: string;
  /** Its link, or where an operator finds it. */
  readonly place: string;
}

const earlierAs = (name: string, { link, captureId, captureUrl, startDate, endDate }: NotifiedSnapshot): Earlier => ({
  name: `${name}, ${startDate} to ${endDate}`,
  place: link ?? addressOf({ captureId, captureUrl }),
});

/** Whether the link needs a login, in words. */
export const whoOpens = ({ needsLogin }: NotificationEvent): string => {
  if (needsLogin === undefined) return 'may need a login or not';
  return needsLogin ? 'needs a login' : 'opens without a login';
};

/** When the link expires, as far as known. */
export const expiryOf = ({ expiresAt = 'unknown', expiresAtNote }: NotificationEvent): string =>
  expiresAtNote === undefined ? expiresAt : `after ${expiresAtNote} (${expiresAt})`;
