import type { Alert } from '../alerts/alert.ts';
import type { Snapshot } from '../captures/capture.ts';
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
  /** `POST /tests/{testId}/snapshot`, once: the vendor has no idempotency key, so it is never repeated in here. */
  createSnapshot(token: string, snapshot: SnapshotRequest): Promise<SnapshotAnswer>;
  /** `GET /alerts/{alertId}`: the only way to the test of an alert whose payload does not name it. */
  lookUpAlert(token: string, alert: Pick<Alert, 'alertId' | 'aid'>): Promise<LookupAnswer>;
}

export interface ThousandEyesOptions {
  /** `https://api.thousandeyes.com/v7`, or another region's. */
  readonly apiUrl: string;
  /** One call's time from the first byte sent to the last byte read, in milliseconds. */
  readonly timeoutMs: number;
  /** Which links to ask for. The answer may bring the other kind. */
  readonly linkVisibility: LinkVisibility;
  readonly now: () => number;
}

/** The ThousandEyes API v7 over undici. Every answer is a value; only a mistake of our own throws. */
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
      // Without a link only 201 says that it was created: another 2xx may be from something between us and the API.
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
