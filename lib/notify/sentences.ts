import type { UncoveredStart } from '../captures/uncovered-start.ts';
import { epochOf, lengthOf } from '../time.ts';
import type { NotificationEvent, NotifiedSnapshot } from './event.ts';

/* What e-mail and chat say in the same words. */

/** Failures that are told together are about several tests: how many captures there are beside the one that is named. */
export const andMore = ({ error, captureIds, alerts, testId }: NotificationEvent): string => {
  const isOfSeveral =
    alerts.some((alert) => alert.testId === undefined || alert.testId !== testId) || error?.code === 'quarantined';
  return error && captureIds.length > 1 && isOfSeveral ? ` and ${captureIds.length - 1} more` : '';
};

/** Whether there is a snapshot, and ThousandEyes has told no link to it. */
export const isWithoutLink = ({ link, linkWithheld, status }: NotificationEvent): boolean =>
  link === undefined && !linkWithheld && status !== 'failed';

/** What to do then: the links cannot be asked for by the API. */
export const WITHOUT_LINK =
  'The snapshot was created, but ThousandEyes told no link to it. Look for its name among the snapshots in ThousandEyes.';

/** That the alert is older than the range. */
export const notCoveredLine = ({ startedAt }: UncoveredStart, endDate: string): string => {
  const before = lengthOf(epochOf(endDate) - epochOf(startedAt));
  return `The alert began ${before} before the end of this range, at ${startedAt}: its start is not covered.`;
};

/** What a message says in place of a link that LINK_VISIBILITY=login keeps off the topic. */
export const WITHHELD =
  'The link opens without a login, or may, so that LINK_VISIBILITY=login keeps it out of this message. ' +
  'The operator API shows it to operators.';

/** Where an operator finds the capture: its address, or its route if the worker does not know the address. */
export const addressOf = ({ captureId, captureUrl }: Pick<NotificationEvent, 'captureId' | 'captureUrl'>): string =>
  captureUrl ?? `GET /captures/${captureId}`;

/** ThousandEyes' id of the snapshot, or where it can be seen. */
export const snapshotIdOf = ({ snapshotId, captureUrl }: NotificationEvent): string =>
  snapshotId ?? (captureUrl === undefined ? 'unknown' : `see ${captureUrl}`);

/** The earlier snapshots that a message names: what each is, and where. None is called healthy: a schedule knows nothing of that. */
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

/** Who can open the link. */
export const whoOpens = ({ needsLogin }: NotificationEvent): string => {
  if (needsLogin === undefined) return 'may need a login or not';
  return needsLogin ? 'needs a login' : 'opens without a login';
};

/** When the link ends, as far as that is known. */
export const expiryOf = ({ expiresAt = 'unknown', expiresAtNote }: NotificationEvent): string =>
  expiresAtNote === undefined ? expiresAt : `after ${expiresAtNote} (${expiresAt})`;
