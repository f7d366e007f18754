import type { Capture } from './capture.ts';

/*
 * The evidence address of an alert, `/alerts/{alertId}?aid=…`. ThousandEyes knows the alert's id before there is a snapshot, so that a
 * ticket can carry the address from its first second.
 */

/** `aid`: account group, decimal digits; absent: any. */
export const evidencePath = (alertId: string, aid: string | undefined): string =>
  `/alerts/${encodeURIComponent(alertId)}${aid === undefined ? '' : `?aid=${aid}`}`;

/** What every browser, proxy and gateway carries unchanged; `.` and `..` are steps in a path. ThousandEyes' own ids are UUIDs and digits. */
const CARRIED = /^(?!\.{1,2}$)[\w.~:-]{1,200}$/;

/** The evidence address of a capture's alert; undefined if that has no id, or one that may be changed on its way. */
export const evidencePathOf = ({ alert, aid }: Pick<Capture, 'alert' | 'aid'>): string | undefined =>
  alert?.alertId !== undefined && CARRIED.test(alert.alertId) ? evidencePath(alert.alertId, aid) : undefined;
