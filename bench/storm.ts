import { parseArgs } from 'node:util';
import type { Scenario, World } from '../test/simulation/world.ts';
import { type Figures, HEADER, rowOf } from './figures.ts';
import { tableOf, writeTable } from './table.ts';

/*
 * `npm run bench:storm`: compares this project with three simpler designs in storms on a virtual clock. The figures are
 * the same on every machine.
 */

const USAGE = `Usage: npm run bench:storm [-- OPTIONS]

  --small   leave out the storm of 5000 alerts
  --write   put the table into docs/limits.md, and a part of it into README.md
  --help    show this`;

// The handlers read their configuration during the import. The simulation supplies everything else.
Object.assign(process.env, {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://127.0.0.1:1', // the import also reads secrets; no server answers here
  TABLE_NAME: 'captures',
  QUEUE_URL: 'http://127.0.0.1:1/000000000000/wakes',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:000000000000:evidence',
  WEBHOOK_SECRET_ID: 'webhook',
  THOUSANDEYES_SECRET_ID: 'thousandeyes',
});
const { createWorld, START } = await import('../test/simulation/world.ts');
const { stormOf } = await import('./storm-scenario.ts');
const { outcomeOf } = await import('../test/simulation/promises.ts');
const { bookedSlots, callAndRetry, fixedWindowCounter, runBaseline } = await import('./baselines.ts');

const HORIZON_MS = 1000 * 3_600_000;

const OUTAGE_MS = 30 * 60_000;

interface Storm {
  readonly name: string;
  /** How long ThousandEyes answers 502 from the start, in milliseconds; absent without an outage. */
  readonly outageMs?: number;
  /** The snapshots that the storm needs: one for each test. */
  readonly needed: number;
  readonly scenario: Scenario;
}

const figuresOf = (world: World): Figures => {
  const captures = world.ledger.all();
  const links = captures.filter(({ snapshot }) => snapshot !== undefined);
  return {
    makespanMs: world.clock.now() - START,
    refused: world.upstream.calls.filter(({ refused }) => refused).length,
    lost: captures.filter((capture) => ['open', 'failed'].includes(outcomeOf(capture))).length,
    snapshots: world.upstream.calls.filter(({ link }) => link !== undefined).length,
    done: links.length,
    invocations: world.queue.invocations(),
    dynamoRequests: world.requests.ledger + world.requests.slots,
    sqsRequests: world.requests.queue + 2 * world.queue.invocations(),
    waits: links.map(({ severity, announcedAt = 0, receivedAt }) => ({ severity, ms: announcedAt - receivedAt })),
  };
};

const run = async (storms: readonly Storm[]): Promise<string[][]> => {
  const rows: string[][] = [];
  for (const { name, needed, outageMs = 0, scenario } of storms) {
    process.stderr.write(`${name} …\n`);
    const alerts = scenario.alerts.length;
    const world = createWorld(scenario);
    await world.run(HORIZON_MS);
    // The bound is the shortest time in which the quota allows this many calls. A call answered with 502 counts, too.
    const callsOf = (from: number) => world.upstream.calls.filter(({ at }) => at >= START + from).length;
    const bound = (snapshots: number) => outageMs + Math.floor((snapshots - 1) / scenario.limit) * scenario.periodMs;
    rows.push(
      rowOf(name, 'this project', alerts, needed, bound(Math.max(needed, callsOf(outageMs))), figuresOf(world)),
    );
    const retried = await runBaseline(scenario, callAndRetry());
    rows.push(rowOf(name, 'call and retry', alerts, alerts, bound(alerts), retried));
    const counted = await runBaseline(scenario, fixedWindowCounter(scenario));
    rows.push(rowOf(name, 'fixed-window counter', alerts, alerts, bound(alerts), counted));
    const booked = await runBaseline(scenario, bookedSlots(scenario));
    rows.push(rowOf(name, 'booked slots', alerts, alerts, bound(alerts), booked));
  }
  return rows;
};

const EXCERPT = {
  storms: ['50 alerts', '500 alerts on 40 tests', '500 tests, 50 critical', '50 alerts, 502 for 30 min'],
  programs: ['this project', 'call and retry', 'booked slots'],
  columns: ['storm', 'by', 'lost', '429', 'makespan, min', 'wait, min (median / longest)'],
};

/** The part of the table that decides between the programs. */
const excerptOf = (rows: readonly (readonly string[])[]): string => {
  const columns = EXCERPT.columns.map((title) => HEADER.indexOf(title));
  const chosen = rows.filter(
    ([storm = '', program = '']) => EXCERPT.storms.includes(storm) && EXCERPT.programs.includes(program),
  );
  return tableOf(
    EXCERPT.columns,
    chosen.map((row) => columns.map((column) => row[column] ?? '')),
  );
};

const { values: options } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (options.help) {
  process.stdout.write(`${USAGE}\n`);
} else {
  const storms: Storm[] = [
    { name: '5 alerts', needed: 5, scenario: stormOf(5, 5) },
    { name: '50 alerts', needed: 50, scenario: stormOf(50, 50) },
    { name: '500 alerts', needed: 500, scenario: stormOf(500, 500) },
    ...(options.small ? [] : [{ name: '5000 alerts', needed: 5000, scenario: stormOf(5000, 5000) }]),
    { name: '500 alerts on 40 tests', needed: 40, scenario: stormOf(500, 40) },
    { name: '500 tests, 50 critical', needed: 500, scenario: stormOf(500, 500, {}, 10) },
    { name: '500 alerts, 5 % of 502s', needed: 500, scenario: stormOf(500, 500, { badGateway: 0.05 }) },
    {
      name: '50 alerts, 502 for 30 min',
      needed: 50,
      outageMs: OUTAGE_MS,
      scenario: stormOf(50, 50, {
        answers: ({ at }) => (at < START + OUTAGE_MS ? { outcome: 'doubtful', detail: '502' } : undefined),
      }),
    },
  ];
  const rows = await run(storms);
  const table = tableOf(HEADER, rows);
  process.stdout.write(`${table}\n`);
  if (options.write) {
    await writeTable('docs/limits.md', 'storm', table);
    await writeTable('README.md', 'storm', excerptOf(rows));
  }
}
