import type { Capture } from '../../lib/captures/capture.ts';
import type { Quota } from '../../lib/planning/quota.ts';
import type { WorkerSettings } from '../../lib/worker/context.ts';
import type { Sight } from '../../lib/worker/ledger-view.ts';
import { DAY } from './factories.ts';

/** The worker's settings for tests of decisions. */
export const SETTINGS: WorkerSettings = {
  callTimeoutMs: 20_000,
  periodMs: 300_000,
  reuseMs: 60_000,
  groupMs: 0,
  giveUpMs: 7 * DAY,
  linkVisibility: 'share',
};

/** A sight of these captures and this quota: the pages hold everything, and no test was read separately. */
export const aSight = (captures: readonly Capture[], quota: Quota, rest: Partial<Sight> = {}): Sight => ({
  captures,
  quota,
  isFull: false,
  beyond: new Set(),
  pages: 1,
  testsRead: new Set(),
  named: [],
  ...rest,
});
