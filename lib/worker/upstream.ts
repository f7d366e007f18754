import type { Probe } from '../ledger/slots.ts';
import type { CallFailure } from '../planning/call-failure.ts';
import type { Gate, GateReason } from '../planning/quota.ts';
import { closingMs, limitEndsAt, pauseEndsAt } from '../planning/retry.ts';
import type { Verdict } from '../planning/verdict.ts';
import { isSendable } from '../runtime/token.ts';
import { claimUntil, type WorkerContext } from './context.ts';

/*
 * Calls to ThousandEyes: the token, its one refresh after a 401, the gate, and the counts. Every `enter` is followed by
 * a `leave` with the verdict on the call. When the gate opens again, one call over all workers goes ahead as the probe:
 * its holder has closed the gate for all others, and on leaving opens it or closes it for longer.
 */

/** The permission to make a call. */
export interface Pass {
  readonly token: string;
  /** The gate as it was on entering. */
  readonly gate: Gate;
  /** Present if this is the probe, the one call at an opening of the gate. */
  readonly probe?: Probe | undefined;
}

/** Gets the permission to make a call; undefined if another worker has the probe, or if there is no token. */
export const enter = async (context: WorkerContext, gate: Gate): Promise<Pass | undefined> => {
  const isProbe = gate.strikes > 0;
  const probe = isProbe ? await context.slots.takeProbe(gate, claimUntil(context)) : undefined;
  if (isProbe && probe === undefined) return undefined;
  const token = await tokenFrom(context, () => context.token.get());
  if (token !== undefined) return { token, gate, probe };
  await closeGate(context, { gate, probe }, 'token_unavailable');
  return undefined;
};

/**
 * Makes the call. After a 401 it reads the token anew, which may have been rotated since it was cached, and repeats the
 * call once if the token has changed.
 *
 * @param mayRepeat whether a second call may be made now
 * @returns undefined if the token has changed and no second call may be made: the first answer says nothing about the
 *   new token
 */
export const ask = async <Answer extends { readonly outcome: string }>(
  context: WorkerContext,
  { token }: Pass,
  call: (token: string) => Promise<Answer>,
  mayRepeat: () => Promise<boolean>,
): Promise<Answer | undefined> => {
  const answer = counted(context, await call(token));
  if (answer.outcome !== 'unauthorized') return answer;
  const fresh = await tokenFrom(context, () => context.token.refresh());
  if (fresh === undefined || fresh === token) return answer;
  return (await mayRepeat()) ? counted(context, await call(fresh)) : undefined;
};

/** Closes the gate if the verdict says so. Otherwise a probe opens it; an inconclusive probe keeps the strikes. */
export const leave = async (
  context: WorkerContext,
  pass: Pass,
  end: { readonly verdict: Verdict; readonly failure: CallFailure } | 'came_through' | 'not_made',
): Promise<void> => {
  if (typeof end === 'object' && end.verdict.kind === 'gate') {
    const { failure, verdict } = end;
    return closeGate(context, pass, verdict.reason, toldBy(failure, context.now()));
  }
  if (pass.probe === undefined) return;
  // A lost answer does not show whether the trouble is over, so the next call is a probe, too.
  const isUnclear = end === 'not_made' || (end !== 'came_through' && end.failure.outcome === 'doubtful');
  try {
    await context.slots.openGate(pass.probe, isUnclear ? pass.gate.strikes : 0);
  } catch (error) {
    context.log.error('gate_not_opened', error); // the gate opens by itself when the probe's time ends
  }
};

/** The time for the next call that the vendor's answer names, in epoch milliseconds; undefined if it names none. */
const toldBy = (failure: CallFailure, now: number): number | undefined => {
  if (failure.outcome === 'limited') return limitEndsAt(failure.headers, now);
  return failure.outcome === 'unavailable' ? pauseEndsAt(failure.headers, now) : undefined;
};

/** Closes the gate until the vendor's reset time; without one, for an exponential, jittered delay. */
const closeGate = async (
  { slots, now, random, log }: WorkerContext,
  { gate, probe }: Pick<Pass, 'gate' | 'probe'>,
  reason: GateReason,
  told?: number,
): Promise<void> => {
  const strikes = gate.reason === reason ? gate.strikes : 0; // strikes count in a row for the same reason
  const closedUntil = Math.ceil(told ?? now() + closingMs(reason, strikes) * (0.5 + random() / 2));
  await slots.closeGate({ reason, closedUntil, strikes: strikes + 1 }, probe);
  log.warn('gate_closed', { reason, closedForMs: Math.round(closedUntil - now()), told: told !== undefined });
};

/** The token that `read` returns; undefined if there is no usable one. */
const tokenFrom = async (
  { log }: WorkerContext,
  read: () => Promise<readonly string[]>,
): Promise<string | undefined> => {
  try {
    const [token] = await read();
    if (token !== undefined && isSendable(token)) return token;
    log.warn(token === undefined ? 'token_missing' : 'token_malformed');
  } catch (error) {
    log.error('token_not_readable', error);
  }
  return undefined;
};

/** Counts the answers of ThousandEyes that may need an operator. */
const counted = <Answer extends { readonly outcome: string }>({ measure }: WorkerContext, answer: Answer): Answer => {
  if (answer.outcome === 'limited') measure('UpstreamRateLimited');
  if (answer.outcome === 'unauthorized') measure('UpstreamUnauthorized');
  if (answer.outcome === 'doubtful' || answer.outcome === 'unavailable') measure('UpstreamErrors');
  if (answer.outcome === 'redirected') measure('UpstreamRedirected');
  return answer;
};
