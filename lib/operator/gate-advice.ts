import type { GateReason } from '../planning/quota.ts';

/** The headline for each reason of a closed gate. */
export const GATE_HEADLINES: Readonly<Record<GateReason, string>> = {
  rate_limited: 'ThousandEyes says that the quota is spent',
  unauthorized: 'ThousandEyes refuses the token',
  token_unavailable: 'The ThousandEyes token cannot be read',
  unreachable: 'ThousandEyes cannot be reached',
  unavailable: 'ThousandEyes is in maintenance',
  failing: 'ThousandEyes fails for several tests',
  redirected: 'The address of the ThousandEyes API is wrong',
};

/** Whether this version knows a reason. A newer version may have closed the gate for another reason. */
export const isGateReason = (reason: string): reason is GateReason => Object.hasOwn(GATE_HEADLINES, reason);

/** What an operator can do about a closed gate, for each reason. The board and the doctor show it. */
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
