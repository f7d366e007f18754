import type { Capture } from '../captures/capture.ts';
import { testKeyOf } from '../captures/identity.ts';
import type { Lease } from '../ledger/slots.ts';
import {
  countedUntil,
  doubtfulUntil,
  freeSlots,
  type GateReason,
  heldUntil,
  type Quota,
  SEND_WITHIN_MS,
  type Slot,
} from '../planning/quota.ts';
import { closingMs, limitEndsAt } from '../planning/retry.ts';
import type { CallFailure } from '../planning/call-failure.ts';
import { isSendable } from '../runtime/token.ts';
import type { Verdict } from '../planning/verdict.ts';
import { hasTimeForCall, type WorkerContext } from './context.ts';

/** Takes one slot; undefined where another worker was faster. */
export const takeSlot = ({ slots, now, settings }: WorkerContext, slot: Slot): Promise<Lease | undefined> => {
  const takenAt = now();
  return slots.take(slot, takenAt, heldUntil(takenAt, settings.callTimeoutMs, settings.periodMs));
};

/** Takes any slot that is free by now; undefined where there is none. */
export const takeAnySlot = async (context: WorkerContext): Promise<Lease | undefined> => {
  for (const slot of freeSlots(await context.slots.read(), context.now())) {
    const lease = await takeSlot(context, slot);
    if (lease) return lease;
  }
  return undefined;
};

/** Whether a call may still be made on a lease: it was taken for a call made soon after, and there is the time for it. */
export const mayStillSend = (context: WorkerContext, lease: Lease): boolean =>
  context.now() <= lease.takenAt + SEND_WITHIN_MS && hasTimeForCall(context);

/** When the slot of a call with this outcome is free again. A call that was never sent frees it at once. */
const releaseAfter = ({ now, settings }: WorkerContext, outcome: CallFailure['outcome'] | 'created'): number => {
  if (outcome === 'unsent') return 0;
  if (outcome === 'doubtful') return doubtfulUntil(now(), settings.callTimeoutMs, settings.periodMs);
  return countedUntil(now(), settings.periodMs);
};

/** Stamps a slot after its call, which was for `leader`. One that cannot be stamped frees itself late. */
export const stampSlot = async (
  context: WorkerContext,
  lease: Lease,
  outcome: CallFailure['outcome'] | 'created',
  leader?: Capture,
): Promise<void> => {
  const { slots, log } = context;
  const releaseAt = releaseAfter(context, outcome);
  const testKey = leader && testKeyOf(leader);
  const created =
    outcome === 'created' && leader && testKey !== undefined
      ? { at: context.now(), testKey, captureId: leader.id }
      : undefined;
  try {
    await slots.release(lease, releaseAt, created);
  } catch (error) {
    log.error('slot_not_stamped', error, { slot: lease.index });
  }
};

/** Counts the answers of ThousandEyes that somebody may have to act on. */
export const measureAnswer = (
  { measure }: Pick<WorkerContext, 'measure'>,
  outcome: CallFailure['outcome'] | 'created' | 'found',
): void => {
  if (outcome === 'limited') measure('UpstreamRateLimited');
  if (outcome === 'unauthorized') measure('UpstreamUnauthorized');
  if (outcome === 'doubtful') measure('UpstreamErrors');
};

/** Closes the gate for every worker where the verdict says so. */
export const closeGate = async (
  context: WorkerContext,
  verdict: Verdict,
  failure: CallFailure,
  quota: Quota,
): Promise<void> => {
  if (verdict.kind !== 'gate') return;
  const told = failure.outcome === 'limited' ? limitEndsAt(failure.headers, context.now()) : undefined;
  await closeGateFor(context, verdict.reason, quota, told);
};

/** Closes the gate until the time that the vendor `told`, or for a doubling, jittered while. */
const closeGateFor = async (
  { slots, now, random, log }: WorkerContext,
  reason: GateReason,
  { gate }: Quota,
  told?: number,
): Promise<void> => {
  const strikes = gate.reason === reason ? gate.strikes : 0; // in a row, for the same reason
  const closedUntil = Math.ceil(told ?? now() + closingMs(reason, strikes) * (0.5 + random() / 2));
  await slots.closeGate({ reason, closedUntil, strikes: strikes + 1 });
  log.warn('gate_closed', { reason, closedForMs: Math.round(closedUntil - now()), told: told !== undefined });
};

/** The token as cached; undefined, with the gate closed for a while, where there is none to be had. */
export const currentToken = (context: WorkerContext, quota: Quota): Promise<string | undefined> =>
  tokenFrom(context, () => context.token.get(), quota);

/** The token fetched anew, after a 401; undefined where there is none to be had. */
export const freshToken = (context: WorkerContext, quota: Quota): Promise<string | undefined> =>
  tokenFrom(context, () => context.token.refresh(), quota);

const tokenFrom = async (
  context: WorkerContext,
  read: () => Promise<readonly string[]>,
  quota: Quota,
): Promise<string | undefined> => {
  try {
    const [token] = await read();
    if (token !== undefined && isSendable(token)) return token;
    context.log.warn(token === undefined ? 'token_missing' : 'token_malformed');
  } catch (error) {
    context.log.error('token_not_readable', error);
  }
  await closeGateFor(context, 'token_unavailable', quota);
  return undefined;
};
