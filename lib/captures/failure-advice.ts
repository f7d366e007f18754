import type { FailureCode } from './failure.ts';

/** What an operator can do about a failed capture, for the failure notice. */
export const FAILURE_ADVICE: Record<FailureCode, string> = {
  rejected: 'ThousandEyes refused the request; see the detail. Correct the test or the range and send it again.',
  forbidden:
    'Give the token\'s user the permission "Create snapshot shares" in this account group, ' +
    'or, if the region has public snapshots disabled, set LINK_VISIBILITY=login.',
  alert_forbidden:
    "Give the token's user the permission to view alerts in this account group, or use the template of docs/webhook-template.hbs: then no look-up is needed.",
  test_not_found:
    'Check that the test still exists and that the token may see its account group (aid); Endpoint Agent tests have no snapshots.',
  alert_not_found:
    "Check that the token may see the alert's account group; with a custom webhook use the template of docs/webhook-template.hbs, which names test and account group.",
  no_test:
    'ThousandEyes names no test for this alert. If it is about one, check that the token may see that test; else detach the webhook from its rule.',
  endpoint_test: 'Nothing to capture: ThousandEyes makes no snapshots of Endpoint Agent tests.',
  attempts_exhausted: 'ThousandEyes kept failing. Look at its status page and send the capture again.',
  cancelled: 'An operator cancelled the capture. Send it again if a snapshot is needed after all.',
  gave_up:
    'The capture waited longer than GIVE_UP_HOURS. Check the quota, the token and the worker, and send it again.',
  quarantined:
    'The webhook sent JSON that cannot be read; the ledger keeps the whole body under this id. Capture by hand: the board fills the form with what can be read of it. Use the template of docs/webhook-template.hbs, which no name can break.',
};
