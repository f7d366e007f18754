import { aCapture, aFailed, aSnapshot, type CaptureOverrides, NOW } from './factories.ts';

/* Captures in the states that the steps of the state machine start from. */

export const LEASE = NOW + 30_000;
export const FAILURE = { code: 'rejected', detail: '400 Bad Request' } as const;
export const NO_TEST = { code: 'no_test', detail: 'none' } as const;
export const COVERS = [{ captureId: 'follower', severity: 'minor' }] as const;

export const aPending = (overrides: CaptureOverrides = {}) => aCapture({ version: 3, attempts: 1, ...overrides });
export const aClaimed = (overrides: CaptureOverrides = {}) =>
  aCapture({ version: 3, attempts: 1, state: 'claimed', leaseUntil: NOW, mergedInto: 'leader', ...overrides });
export const aCreated = (overrides: CaptureOverrides = {}) =>
  aCapture({ version: 3, state: 'created', snapshot: aSnapshot(), leaseUntil: NOW, ...overrides });
export const aFailure = (overrides: Omit<CaptureOverrides, 'announcedAt'> = {}) =>
  aFailed({ version: 3, failure: FAILURE, leaseUntil: NOW, ...overrides });
