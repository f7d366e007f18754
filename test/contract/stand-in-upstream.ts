import { setTimeout as sleep } from 'node:timers/promises';
import { createThousandEyes } from '../../lib/thousandeyes/client.ts';
import { startStandIn } from '../../local/stand-in/thousandeyes.ts';
import type { RunningUpstream, UpstreamSettings } from './upstream-contract.ts';

/** The stand-in of ThousandEyes, called by the real client. */
export const startStandInUpstream = async ({ limit, periodMs }: UpstreamSettings): Promise<RunningUpstream> => {
  const standIn = await startStandIn({ tokens: () => ['token'], snapshotLimit: limit, snapshotPeriodMs: periodMs });
  return {
    thousandEyes: createThousandEyes({
      apiUrl: standIn.apiUrl,
      timeoutMs: 5000,
      linkVisibility: 'login',
      now: Date.now,
    }),
    failNext: (name) => {
      const [status, header] = name.split(' with ');
      standIn.faults.add({ status: Number(status), headers: header === undefined ? {} : { 'retry-after': '120' } });
    },
    now: Date.now,
    wait: (ms) => sleep(ms),
    stop: standIn.stop,
  };
};
