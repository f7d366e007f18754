import type { Alert } from '../alerts/alert.ts';
import { present } from '../present.ts';
import { epochOf } from '../time.ts';
import type { CaptureFields } from './capture-fields.ts';
import type { CaptureRequest } from './from-request.ts';
import { startOf } from './incident-window.ts';
import { LONGEST_HOURS, shortestFor, toSecond } from './window.ts';

/** The start of an alert that its snapshot does not show, because ThousandEyes sent the alert late. */
export interface UncoveredStart {
  /** ISO 8601 in UTC, to the second. */
  readonly startedAt: string;
  /** The body of a `POST /captures` whose snapshot shows the start. */
  readonly request: CaptureRequest;
}

/**
 * The earliest start of these alerts, if it is certain and lies before the range of the capture's snapshot.
 *
 * @param alerts the alerts that the snapshot serves
 */
export const uncoveredStartOf = (
  { testId, aid, snapshot }: Pick<CaptureFields, 'testId' | 'aid' | 'snapshot'>,
  alerts: readonly (Alert | undefined)[],
): UncoveredStart | undefined => {
  if (snapshot === undefined || testId === undefined) return undefined;
  const end = epochOf(snapshot.endDate);
  const start = Math.min(...alerts.flatMap((alert) => startOf(alert?.startedAt, end) ?? []));
  if (start >= epochOf(snapshot.startDate)) return undefined;
  const hours = shortestFor(end - start);
  return {
    startedAt: toSecond(start),
    request: {
      testId,
      ...present({ aid }),
      hours: hours ?? LONGEST_HOURS,
      endDate: hours === undefined ? toSecond(start + LONGEST_HOURS * 3_600_000) : snapshot.endDate,
    },
  };
};

/**
 * The shell command that sends the request. `API_URL` is the stack's `HttpApiUrl`. The token is no argument, because
 * other users of the machine can read arguments.
 */
export const commandOf = ({ request }: UncoveredStart): string =>
  `printf 'Authorization: Bearer %s' "$OPERATOR_TOKEN" | curl -sS -H @- -H 'Content-Type: application/json' ` +
  `-d '${JSON.stringify(request)}' "$API_URL/captures"`;
