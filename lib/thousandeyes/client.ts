import type { Alert } from '../alerts/alert.ts';
import type { Snapshot } from '../captures/snapshot.ts';
import type { LinkVisibility } from '../captures/link-kind.ts';
import { type LookupBody, readAlertBody, readSnapshotBody } from './answers.ts';
import type { CallFailure } from '../planning/call-failure.ts';
import { type RawAnswer, readFailure } from './read-failure.ts';
import { sendOnce } from './one-call.ts';
import type { Window } from '../captures/window.ts';

export type SnapshotAnswer = { readonly outcome: 'created'; readonly snapshot: Snapshot } | CallFailure;
export type LookupAnswer = ({ readonly outcome: 'found' } & LookupBody) | CallFailure;

export interface SnapshotRequest extends Window {
  readonly testId: string;
  readonly aid?: string | undefined;
  readonly displayName: string;
}

export interface ThousandEyes {
  /** Sends `POST /tests/{testId}/snapshot` once. The vendor has no idempotency key, so the client never repeats it. */
  createSnapshot(token: string, snapshot: SnapshotRequest): Promise<SnapshotAnswer>;
  /** Sends `GET /alerts/{alertId}`, the only way to find the test of an alert that does not name it. */
  lookUpAlert(token: string, alert: Pick<Alert, 'alertId' | 'aid'>): Promise<LookupAnswer>;
}

export interface ThousandEyesOptions {
  /** `https://api.thousandeyes.com/v7`, or the URL of another region. */
  readonly apiUrl: string;
  /** The time of one call in milliseconds, from the start of the connection to the last byte read. */
  readonly timeoutMs: number;
  /** The kind of links to request. The answer may contain the other kind. */
  readonly linkVisibility: LinkVisibility;
  readonly now: () => number;
}

/**
 * The client of the ThousandEyes API v7, over undici. Every outcome of a call is a value; only a programming error
 * throws.
 */
export const createThousandEyes = ({ apiUrl, timeoutMs, linkVisibility, now }: ThousandEyesOptions): ThousandEyes => {
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    aid: string | undefined,
    token: string,
    body?: object,
  ): Promise<RawAnswer | CallFailure> => {
    const url = new URL(`${apiUrl}${path}`);
    if (aid !== undefined) url.searchParams.set('aid', aid);
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/hal+json, application/problem+json',
      ...(body && { 'content-type': 'application/json' }),
    };
    return sendOnce({ method, url, headers, body: body && JSON.stringify(body) }, timeoutMs);
  };

  return {
    async createSnapshot(token, { testId, aid, displayName, startDate, endDate }) {
      // API v7 documents `true` as a saved event, whose link needs a login, and `false` as a share link.
      const body = { displayName, startDate, endDate, isPublic: linkVisibility === 'login' };
      const answer = await call('POST', `/tests/${encodeURIComponent(testId)}/snapshot`, aid, token, body);
      if ('outcome' in answer) return answer;
      if (answer.status < 200 || answer.status > 299) return readFailure(answer);
      const snapshot = readSnapshotBody(answer.text, { startDate, endDate }, now());
      // Without a link, only 201 proves the creation: a proxy may have sent any other 2xx.
      return snapshot && (answer.status === 201 || snapshot.link !== undefined)
        ? { outcome: 'created', snapshot }
        : { outcome: 'doubtful', detail: `${answer.status} with an answer that cannot be read` };
    },

    async lookUpAlert(token, { alertId, aid }) {
      const answer = await call('GET', `/alerts/${encodeURIComponent(alertId ?? '')}`, aid, token);
      if ('outcome' in answer) return answer;
      if (answer.status !== 200) return readFailure(answer);
      const found = readAlertBody(answer.text);
      return found
        ? { outcome: 'found', ...found }
        : { outcome: 'doubtful', detail: '200 with an answer that cannot be read' };
    },
  };
};
