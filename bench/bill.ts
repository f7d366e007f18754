import { alarmsOf } from '../infra/monitoring/alarms.ts';
import { readSettings } from '../infra/settings.ts';
import { type Bench, ms } from './bench.ts';
import {
  type ItemSizes,
  type Observed,
  type StormCounts,
  usageOfAlert,
  usageOfBusyMonth,
  usageOfIdleMonth,
  usageOfSnapshot,
  usageOfStormAlert,
} from './consumption.ts';
import { costOf, scale, sum, type Usage } from './cost.ts';
import { type Billed, PRICES } from './prices.ts';
import { runProbe } from './probe.ts';
import { REALISTIC, withSurroundings } from './surroundings.ts';

interface Found extends ItemSizes {
  readonly alert: Observed;
  readonly snapshot: Observed;
  readonly watchdog: Observed;
}

const ALERTS = 100_000;
const STORMS = [
  [500, 40],
  [500, 500],
] as const;

/** Alarms of a stack with its default settings and a schedule. */
const countAlarms = (): number => {
  const timeouts = { webhook: 10, captures: 29, schedule: 30, worker: 60 };
  return Object.keys(alarmsOf({ name: 'bench', settings: readSettings({}), timeouts, hasSchedules: true })).length;
};

const dollars = (value: number): string => value.toFixed(2);
const units = (value: number): string => String(Number(value.toPrecision(3)));

const priceRows = Object.values(PRICES).map(({ service, unit, dollars: price, per, source }) => [
  service,
  per === 1 ? unit : `${per.toLocaleString('en')} x ${unit}`,
  String(price),
  source,
]);

const COLUMNS = {
  lambdaRequests: 'invocations',
  gbSeconds: 'GB-seconds',
  httpApiRequests: 'HTTP API',
  writeUnits: 'write units',
  readUnits: 'read units',
  sqsRequests: 'SQS',
  snsPublishes: 'SNS',
} as const satisfies Partial<Record<Billed, string>>;
const PER_CAPTURE = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

/** Requests and GB-seconds of an alert and its snapshot, and a month's bill. */
export const bill: Bench = async ({ quick, progress }) => {
  progress('calls, durations and logs, with the latencies of a region');
  const { found, storms } = await withSurroundings(REALISTIC, async ({ environment, directDynamo }) => {
    const rounds = quick ? 5 : 30;
    const probed = await runProbe<Found>('probes/usage.ts', environment, { rounds, directDynamo });
    progress('storms on the virtual clock');
    const counts = await runProbe<StormCounts[]>('probes/storm-usage.ts', environment, { storms: STORMS });
    return { found: probed, storms: counts };
  });

  const alert = usageOfAlert(found.alert, found);
  const snapshot = usageOfSnapshot(found.snapshot, found);
  const stormy = storms.map((storm) => usageOfStormAlert(storm, alert, found.snapshot, found, REALISTIC.dynamo));
  const each: Readonly<Record<string, Usage>> = {
    'an alert': alert,
    'its snapshot, on a quiet day': snapshot,
    ...Object.fromEntries(STORMS.map(([n, on], index) => [`alert and link, ${n} on ${on} tests`, stormy[index] ?? {}])),
  };
  const calls: Readonly<Record<string, Observed>> = {
    'an alert': found.alert,
    'its snapshot, on a quiet day': found.snapshot,
  };
  const usageRows = Object.entries(each).map(([what, usage]) => [
    what,
    calls[what]?.calls.length.toString() ?? '–',
    ...PER_CAPTURE.map((name) => units(usage[name] ?? 0)),
    calls[what] ? ms(calls[what].billedMs) : '–',
  ]);

  const idle = usageOfIdleMonth(found.watchdog, countAlarms());
  const busy = sum(idle, usageOfBusyMonth([found.alert, found.snapshot, found.watchdog], idle));
  const months: Readonly<Record<string, Usage>> = {
    idle,
    'a snapshot each': sum(busy, scale(sum(alert, snapshot), ALERTS)),
    ...Object.fromEntries(
      STORMS.map(([n, on], index) => [`storms of ${n} on ${on} tests`, sum(busy, scale(stormy[index] ?? {}, ALERTS))]),
    ),
  };
  const costs = Object.values(months).map(costOf);
  const services = [...new Set(Object.values(PRICES).map(({ service }) => service))];
  const monthRows = [
    ...services.map((service) => [service, ...costs.map((cost) => dollars(cost.services[service] ?? 0))]),
    ['all', ...costs.map(({ total }) => dollars(total))],
  ];
  return {
    tables: [
      {
        name: 'usage',
        header: ['of', 'AWS calls', ...Object.values(COLUMNS), 'billed, ms'],
        rows: usageRows,
      },
      { name: 'month', header: ['dollars a month', ...Object.keys(months)], rows: monthRows },
      { name: 'prices', header: ['service', 'for', 'dollars', 'read at'], rows: priceRows },
    ],
    raw: { found, storms, each, months },
  };
};
