import type { GateReason } from '../planning/quota.ts';

/** What an operator can do about a closed gate, for each reason: the board and the doctor say the same. */
export const GATE_ADVICE: Readonly<Record<GateReason, string>> = {
  rate_limited:
    'Nothing has to be done: it opens by itself, and nothing is lost. If it happens often, something else in the ' +
    'organization creates snapshots too: lower SNAPSHOT_LIMIT.',
  unauthorized:
    'Put a valid token into the ThousandEyes secret. It is read again by itself, and nothing is lost until then.',
  token_unavailable:
    'Fill the ThousandEyes secret, with one line, and check that the worker may read it. Nothing is lost until then.',
  unavailable:
    'Nothing has to be done: ThousandEyes is in maintenance. It is asked again every few minutes, and nothing is lost.',
  failing:
    'Nothing has to be done: ThousandEyes answers errors for several tests. It is asked again every few minutes, and nothing ' +
    'is lost. Look at its status page.',
  redirected:
    'Correct THOUSANDEYES_API_URL: the address that it has answers with a redirect. Nothing is lost until then.',
  unreachable:
    'Look at THOUSANDEYES_API_URL of the worker, and at the status page of ThousandEyes. Nothing is lost until then.',
};
