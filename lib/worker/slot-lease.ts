import { testKeyOf } from '../captures/identity.ts';
import type { CaptureFields } from '../captures/capture-fields.ts';
import type { Lease, Probe } from '../ledger/slots.ts';
import type { CallFailure } from '../planning/call-failure.ts';
import { countedUntil, doubtfulUntil, freeSlots, heldUntil, SEND_WITHIN_MS, type Slot } from '../planning/quota.ts';
import { hasTimeForCall, type WorkerContext } from './context.ts';

/** Takes one slot; undefined if another worker was faster. */
export const takeSlot = ({ slots, now, settings }: WorkerContext, slot: Slot): Promise<Lease | undefined> => {
  const takenAt = now();
  return slots.take(slot, takenAt, heldUntil(takenAt, settings.callTimeoutMs, settings.periodMs));
};

/**
 * Takes any slot that is free by now; undefined if there is none. A gate that only `probe` keeps closed does not
 * matter.
 */
export const takeAnySlot = async (context: WorkerContext, probe?: Probe): Promise<Lease | undefined> => {
  const { slots, gate } = await context.slots.read();
  const closedUntil = probe?.until === gate.closedUntil ? 0 : gate.closedUntil;
  for (const slot of freeSlots({ slots, gate: { closedUntil } }, context.now())) {
    const lease = await takeSlot(context, slot);
    if (lease) return lease;
  }
  return undefined;
};

/**
 * Whether a call may still be made on a lease: the slot was taken recently enough, and the invocation has time for the
 * call.
 */
export const mayStillSend = (context: WorkerContext, lease: Lease): boolean =>
  context.now() <= lease.takenAt + SEND_WITHIN_MS && hasTimeForCall(context);

type Outcome = CallFailure['outcome'] | 'created';

/**
 * When the slot of a call with this outcome is free again, in epoch milliseconds. A call that was never sent frees it
 * at once.
 */
const releaseAfter = ({ now, settings }: WorkerContext, outcome: Outcome): number => {
  if (outcome === 'unsent') return 0;
  if (outcome === 'doubtful') return doubtfulUntil(now(), settings.callTimeoutMs, settings.periodMs);
  return countedUntil(now(), settings.periodMs);
};

/**
 * Stamps a slot with the end of its lease after its call for `leader`. If the stamp fails, the slot gets free later, by
 * its lease.
 */
export const stampSlot = async (
  context: WorkerContext,
  lease: Lease,
  outcome: Outcome,
  leader: CaptureFields,
): Promise<void> => {
  const { slots, log } = context;
  const releaseAt = releaseAfter(context, outcome);
  const testKey = testKeyOf(leader);
  const created =
    outcome === 'created' && testKey !== undefined ? { at: context.now(), testKey, captureId: leader.id } : undefined;
  try {
    await slots.release(lease, releaseAt, created);
  } catch (error) {
    log.error('slot_not_stamped', error, { slot: lease.index });
  }
};
