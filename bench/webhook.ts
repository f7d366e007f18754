import { type Bench, ms, times } from './bench.ts';
import { runProbe } from './probe.ts';
import { median, quantile } from './quantile.ts';
import { withSurroundings } from './surroundings.ts';

interface Burst {
  readonly waits: readonly number[];
  readonly lastMs: number;
  /** Calls answered with 503, because an emulator took longer than the webhook's timeouts. */
  readonly refused: number;
}
type Found = Record<'own' | 'handler' | 'awsCalls' | 'http', readonly number[]> &
  Record<'burstInProcess' | 'burstOverHttp', Burst>;

const BURST = 500;

/** Measures a warm webhook, and the share of its own code. */
export const webhook: Bench = async ({ quick, progress }) => {
  const parameters = { ownCalls: quick ? 1000 : 5000, calls: quick ? 100 : 500, burst: BURST };
  progress(`${parameters.ownCalls} calls of our own code, ${parameters.calls} with AWS calls, a burst of ${BURST}`);
  const found = await withSurroundings({}, ({ environment }) =>
    runProbe<Found>('probes/webhook.ts', environment, parameters),
  );
  const row = (what: string, values: readonly number[], last = '–', refused = '–'): string[] => [
    what,
    ms(median(values)),
    ms(quantile(values, 0.99)),
    times(median(values) / median(found.awsCalls)),
    last,
    refused,
  ];
  const burstRow = (what: string, { waits, lastMs, refused }: Burst) => row(what, waits, ms(lastMs), String(refused));
  return {
    tables: [
      {
        name: 'webhook',
        header: ['an alert', 'p50, ms', 'p99, ms', 'p50 x its AWS calls', 'last of them, ms', '503s'],
        rows: [
          row('our own code: credentials, parsing, rules, key, log, metrics', found.own),
          row('its AWS calls alone: PutItem, SendMessage', found.awsCalls),
          row('the handler in process', found.handler),
          row('over loopback HTTP', found.http),
          burstRow(`${BURST} at once, in process`, found.burstInProcess),
          burstRow(`${BURST} at once, over loopback HTTP`, found.burstOverHttp),
        ],
      },
    ],
    raw: found,
  };
};
