import { createWorld } from '../../test/simulation/world.ts';
import { stormOf } from '../storm-scenario.ts';
import { parameters, report } from './report.mjs';

/* What storms use, counted on the simulation's virtual clock. */

const HORIZON_MS = 1000 * 3_600_000;

const usageOf = async (alerts: number, tests: number) => {
  const world = createWorld(stormOf(alerts, tests));
  if (!(await world.run(HORIZON_MS))) throw new Error(`a storm of ${alerts} alerts did not end`);
  return {
    alerts,
    snapshots: world.upstream.calls.filter(({ link }) => link !== undefined).length,
    invocations: world.queue.invocations(),
    billedMs: world.queue.billedMs(),
    dynamoRequests: world.requests.ledger + world.requests.slots,
    sqsRequests: world.requests.queue + 2 * world.queue.invocations(),
    snsPublishes: world.requests.topic,
  };
};

const { storms } = parameters();
report(await Promise.all(storms.map(([alerts, tests]: [number, number]) => usageOf(alerts, tests))));
