/** Why a capture failed. `failure-advice.ts` says what an operator can do about each code. */
export type FailureCode =
  | 'rejected'
  | 'forbidden'
  | 'alert_forbidden'
  | 'test_not_found'
  | 'alert_not_found'
  | 'no_test'
  | 'endpoint_test'
  | 'attempts_exhausted'
  | 'gave_up'
  | 'quarantined'
  | 'cancelled';

export interface Failure {
  readonly code: FailureCode;
  readonly detail: string;
}
