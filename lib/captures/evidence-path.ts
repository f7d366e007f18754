/**
 * Path and query of the evidence address of an alert. ThousandEyes knows the alert's id before there is a snapshot, so that a ticket
 * can carry the address from its first second.
 *
 * @param aid account group, decimal digits; absent: any
 */
export const evidencePath = (alertId: string, aid: string | undefined): string =>
  `/alerts/${encodeURIComponent(alertId)}${aid === undefined ? '' : `?aid=${aid}`}`;
