import type { Capture } from '../../lib/captures/capture.ts';
import type { Quota } from '../../lib/planning/quota.ts';
import type { WorkerSettings } from '../../lib/worker/context.ts';
import type { Sight } from '../../lib/worker/ledger-view.ts';
import { DAY } from './factories.ts';

/** What the worker is set to, where a test decides on what it sees. */
export const SETTINGS: WorkerSettings = {
  callTimeoutMs: 20_000,
  periodMs: 300_000,
  reuseMs: 60_000,
  groupMs: 0,
  giveUpMs: 7 * DAY,
  linkVisibility: 'share',
};

/** What the worker sees: these captures and this quota, all of it in its pages and nothing read beside them. */
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
