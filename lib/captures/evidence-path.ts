import type { Capture } from './capture.ts';

/*
 * The evidence address of an alert, `/alerts/{alertId}?aid=…`. ThousandEyes knows the alert's id before there is a
 * snapshot, so a ticket can carry the address from its first second.
 */

/** `aid` is the account group in decimal digits; absent for any group. */
export const evidencePath = (alertId: string, aid: string | undefined): string =>
  `/alerts/${encodeURIComponent(alertId)}${aid === undefined ? '' : `?aid=${aid}`}`;

/**
 * Ids that every browser, proxy and gateway passes on unchanged; `.` and `..` are path steps. ThousandEyes' own ids are
 * UUIDs and digits.
 */
const CARRIED = /^(?!\.{1,2}$)[\w.~:-]{1,200}$/;

/** The evidence address of a capture's alert; undefined if the alert has no id, or an id that may change on its way. */
export const evidencePathOf = ({ alert, aid }: Pick<Capture, 'alert' | 'aid'>): string | undefined =>
  alert?.alertId !== undefined && CARRIED.test(alert.alertId) ? evidencePath(alert.alertId, aid) : undefined;
