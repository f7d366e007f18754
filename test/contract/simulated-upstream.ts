import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { FAILURES } from '../simulation/failures.ts';
import { createUpstream, type LimiterKind, type UpstreamOptions } from '../simulation/upstream.ts';
import type { RunningUpstream, UpstreamSettings } from './upstream-contract.ts';
import { createVirtualTime } from './virtual-time.ts';

const TIMEOUT_MS = 20_000;

/** The simulation's ThousandEyes, fast enough for a period of seconds. */
export const startSimulatedUpstream =
  (kind: LimiterKind, headers: UpstreamOptions['headers']) =>
  async (settings: UpstreamSettings): Promise<RunningUpstream> => {
    const { clock, awaited, wait } = createVirtualTime();
    const failures: CallFailure[] = [];
    const upstream = createUpstream({
      ...settings,
      clock,
      random: () => 0.1,
      kind,
      headers,
      timeoutMs: TIMEOUT_MS,
      badGateway: 0,
      slow: 0,
      refusedCallsCount: false,
      answers: ({ token }) => (token === 'token' ? failures.shift() : { outcome: 'unauthorized' }),
    });
    return {
      thousandEyes: {
        createSnapshot: (token, request) => awaited(upstream.createSnapshot(token, request)),
        lookUpAlert: (token, alert) => awaited(upstream.lookUpAlert(token, alert)),
      },
      failNext: (name) => void failures.push(FAILURES[name]),
      now: clock.now,
      wait,
      stop: async () => undefined,
    };
  };
