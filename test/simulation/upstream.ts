import type { CallFailure } from '../../lib/planning/call-failure.ts';
import type { SnapshotAnswer, ThousandEyes } from '../../lib/thousandeyes/client.ts';
import { toSecond } from '../../lib/captures/window.ts';
import type { VirtualClock } from './clock.ts';

/** The ways in which the vendor may count calls. Its documentation does not say which one it uses. */
export const LIMITER_KINDS = ['sliding', 'aligned', 'from_first_call'] as const;
export type LimiterKind = (typeof LIMITER_KINDS)[number];

/** A call as it leaves the worker, whatever its result. */
interface SentCall {
  readonly kind: 'snapshot' | 'lookup';
  /** Epoch milliseconds. */
  readonly at: number;
  /** The test of the snapshot, or of the looked-up alert. */
  readonly testId: string;
  /** The number of the call among those of its kind for its test, from 1. */
  readonly nth: number;
  readonly token: string;
}

/**
 * Plans the answer of a call, instead of the limiter and chance; undefined for none. A planned answer creates nothing.
 */
export type AnswerPlan = (call: SentCall) => CallFailure | undefined;

export interface UpstreamOptions {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly kind: LimiterKind;
  readonly limit: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  /** Share of POSTs that end in a 502. Half of these have created the snapshot. */
  readonly badGateway: number;
  /** Share of POSTs that take longer than the timeout. */
  readonly slow: number;
  readonly answers: AnswerPlan;
  /** Which headers a 429 carries. */
  readonly headers: 'reset' | 'retry_after' | 'none';
  readonly refusedCallsCount: boolean;
  /** An Endpoint Agent's test, as look-ups of its alerts report. */
  readonly endpointTest?: number | undefined;
}

/** The longest time of a planned answer. */
const PLANNED_ANSWER_MS = 500;

/** A POST as the upstream counted it. */
export interface CountedCall {
  readonly at: number;
  readonly testId: string;
  /** The start of the leading capture's id, as the display name carries it. */
  readonly leader: string;
  readonly refused: boolean;
  readonly link?: string;
}

export interface Upstream extends ThousandEyes {
  /** @param waitedMs the part of the call's timeout that has passed before it is sent */
  readonly createSnapshot: (
    ...args: [...Parameters<ThousandEyes['createSnapshot']>, number?]
  ) => Promise<SnapshotAnswer>;
  readonly calls: readonly CountedCall[];
  readonly sent: readonly SentCall[];
  /** Lets another user of the organization create a snapshot. */
  readonly spend: () => void;
  /** Tests whose calls throw, as an unexpected error does. */
  readonly poison: Set<string>;
}

/** ThousandEyes on the virtual clock: its limiter, its latency with a heavy tail, its lost answers. */
export const createUpstream = (options: UpstreamOptions): Upstream => {
  const { clock, random, limit, periodMs, timeoutMs } = options;
  const calls: CountedCall[] = [];
  const sent: SentCall[] = [];
  const poison = new Set<string>();
  const limiter = createLimiter(options.kind, limit, periodMs, options.refusedCallsCount);
  let created = 0;

  /** Usually one or two seconds, sometimes far more (Pareto). */
  const latency = (): number =>
    random() < options.slow ? timeoutMs * (1 + random()) : Math.min(timeoutMs * 0.9, 400 / (1 - random()) ** 0.6);

  const planned = (kind: SentCall['kind'], testId: string, token: string): CallFailure | undefined => {
    const nth = 1 + sent.filter((call) => call.kind === kind && call.testId === testId).length;
    const call = { kind, at: clock.now(), testId, nth, token };
    sent.push(call);
    return options.answers(call);
  };

  const limited = (): SnapshotAnswer => {
    const seconds = Math.max(1, Math.ceil((limiter.freeAt(clock.now()) - clock.now()) / 1000));
    const reset = String(Math.ceil(clock.now() / 1000) + seconds);
    return {
      outcome: 'limited',
      headers:
        options.headers === 'reset'
          ? { reset }
          : options.headers === 'retry_after'
            ? { retryAfter: String(seconds) }
            : {},
    };
  };

  return {
    calls,
    sent,
    poison,
    spend: () => void limiter.count(clock.now()),
    async createSnapshot(token, { testId, displayName, startDate, endDate }, waitedMs = 0) {
      if (poison.has(testId)) throw new Error('nobody planned this');
      const failure = planned('snapshot', testId, token);
      const leader = displayName.slice(-9, -1);
      if (failure) {
        await clock.sleep(random() * PLANNED_ANSWER_MS);
        if (failure.outcome === 'unsent') return failure; // the call never arrived
        limiter.count(clock.now());
        calls.push({ at: clock.now(), testId, leader, refused: failure.outcome === 'limited' });
        return failure;
      }
      const took = latency();
      const timeLeftMs = timeoutMs - waitedMs;
      // The upstream counts the call before it answers, and at most half a timeout after the client gave up.
      const countedAfter = Math.min(took, timeLeftMs + timeoutMs / 2) * random();
      const counted = clock.sleep(countedAfter).then(() => {
        const refused = !limiter.count(clock.now());
        const isLost = !refused && random() < options.badGateway;
        const isCreated = !refused && (!isLost || random() < 0.5);
        if (isCreated) created += 1;
        const link = isCreated ? `https://share.example/${created}` : undefined;
        calls.push({ at: clock.now(), testId, leader, refused, ...(link !== undefined && { link }) });
        return { refused, isLost, link };
      });
      await clock.sleep(Math.min(took, timeLeftMs));
      if (took > timeLeftMs) return { outcome: 'doubtful', detail: 'TimeoutError' };
      const { refused, isLost, link } = await counted;
      if (refused) return limited();
      if (isLost || link === undefined) return { outcome: 'doubtful', detail: '502' };
      const expiresAt = toSecond(clock.now() + 30 * 86_400_000);
      return { outcome: 'created', snapshot: { startDate, endDate, link, expiresAt, visibility: 'public' } };
    },
    async lookUpAlert(token, { alertId = '' }) {
      const testId = String(Number.parseInt(alertId.slice(-4), 16) + 1);
      const failure = planned('lookup', testId, token);
      await clock.sleep(failure ? random() * PLANNED_ANSWER_MS : latency() / 4);
      if (failure) return failure;
      const without = testId === String(options.endpointTest) ? ({ without: 'endpoint_test' } as const) : {};
      return { outcome: 'found', testId, alert: {}, ...without };
    },
  };
};

/** A limiter. `count` is true if the call is within the limit; `freeAt` is when the next one is. */
const createLimiter = (kind: LimiterKind, limit: number, periodMs: number, refusedCount: boolean) => {
  let counted: number[] = [];
  let windowStart = Number.NEGATIVE_INFINITY;
  const roll = (now: number): void => {
    if (kind === 'sliding') {
      counted = counted.filter((at) => at > now - periodMs);
      return;
    }
    const start = kind === 'aligned' ? Math.floor(now / periodMs) * periodMs : windowStart;
    if (kind === 'aligned' ? start !== windowStart : now >= windowStart + periodMs) {
      windowStart = kind === 'aligned' ? start : now;
      counted = [];
    }
  };
  return {
    count: (now: number): boolean => {
      roll(now);
      const allowed = counted.length < limit;
      if (allowed || refusedCount) counted.push(now);
      return allowed;
    },
    freeAt: (now: number): number => {
      if (counted.length < limit) return now;
      if (kind !== 'sliding') return windowStart + periodMs;
      return (counted[counted.length - limit] ?? now) + periodMs;
    },
  };
};
