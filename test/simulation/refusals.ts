import { LOOKUPS } from '../../lib/planning/quota.ts';
import { OLD_TOKEN } from './token.ts';
import { type Scenario, START, type World } from './world.ts';

/** After a 401 the gate stays closed for at least half of three minutes. */
const SHORTEST_CLOSING_MS = 90_000;

/**
 * The calls that a world may make with a refused token: first, each running invocation may use all slots and one turn
 * of look-ups; then there is one call at each opening of the gate. An injected fault may repeat the first ones.
 */
const mostRefusals = (scenario: Scenario, injected: number): number => {
  const { rotation, limit, concurrency } = scenario;
  if (rotation === undefined) return 0;
  const atOnce = limit + LOOKUPS.atOnce;
  const openings = Math.ceil(Math.max(0, rotation.storedAt - rotation.revokedAt) / SHORTEST_CLOSING_MS);
  return (concurrency + 2 + injected) * atOnce + openings;
};

/** The calls with the old token after its revocation, if there are too many. */
export const tooManyRefusals = ({ upstream, faults }: World, scenario: Scenario): string[] => {
  const refusedFrom = START + (scenario.rotation?.revokedAt ?? Infinity);
  const count = upstream.sent.filter(({ token, at }) => token === OLD_TOKEN && at >= refusedFrom).length;
  const most = mostRefusals(scenario, faults.injected().length);
  return count > most ? [`${count} calls with a refused token, ${most} are expected at most`] : [];
};
