import type { Ledger } from '../../lib/ledger/ledger.ts';
import { announce } from '../../lib/captures/announcing.ts';
import { cancel, claim, create, fail, ignore } from '../../lib/captures/transitions.ts';
import { aSnapshot } from './factories.ts';

/* The results that the worker would record, for tests without a worker. */

/** Gives a pending capture a link; any other capture stays unchanged. */
export const publish = async (ledger: Ledger, id: string): Promise<void> => {
  const capture = await ledger.get(id);
  if (capture?.state !== 'pending') return;
  const claimed = claim(capture, 0);
  const created = create(claimed, aSnapshot({ endsAt: Date.now() }), [], 0);
  for (const next of [claimed, created, announce(created, Date.now())]) await ledger.save(next);
};

/** Makes a capture fail because the token may not create snapshots. */
export const refuse = async (ledger: Ledger, id: string): Promise<void> => {
  const capture = await ledger.get(id);
  if (capture?.state !== 'pending') throw new Error(`${id} is not pending`);
  const claimed = claim(capture, 0);
  const failed = fail(claimed, { code: 'forbidden', detail: '403' }, [], 0);
  for (const next of [claimed, failed, announce(failed, Date.now())]) await ledger.save(next);
};

/** Ends a capture without a snapshot. */
export const drop = async (ledger: Ledger, id: string, state: 'ignored' | 'cancelled'): Promise<void> => {
  const capture = await ledger.get(id);
  if (capture?.state !== 'pending') throw new Error(`${id} is not pending`);
  const claimed = claim(capture, Date.now());
  const cancelled = cancel(capture, 'anna');
  const steps =
    state === 'ignored'
      ? [claimed, ignore(claimed, { code: 'no_test', detail: 'the alert is about no test' }, Date.now())]
      : [cancelled, announce(cancelled, Date.now())];
  for (const next of steps) await ledger.save(next);
};
