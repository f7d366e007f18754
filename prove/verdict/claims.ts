import type { Figures } from './figures.ts';
import type { StormRecord } from './records.ts';

/** Something that is true of a storm, or not. */
export interface Claim {
  readonly name: string;
  readonly holds: boolean;
  /** What was seen, in a sentence without a full stop. */
  readonly detail: string;
}

const SHOWN = 5;

/** Claims that no alert is among `ids`; a few of them are named, for whoever wants to look for them. */
const noneOf = (name: string, ids: readonly string[], fault: string, instead: string): Claim => ({
  name,
  holds: ids.length === 0,
  detail:
    ids.length === 0
      ? instead
      : `${fault}: ${ids.length} (${ids.slice(0, SHOWN).join(', ')}${ids.length > SHOWN ? ', …' : ''})`,
});

/** What the proof claims of a storm, each claim by itself. */
export const claimsOf = (figures: Figures, { limit, periodMs, killedAt }: StormRecord): Claim[] => {
  const { alerts, accepted, failed, missing, reportedTwice, onTheWay, withForeignLink, waitingAtKill } = figures;
  const { calls, callsInOutage, mostInAnyPeriod, refused } = figures;
  const again = reportedTwice.filter((id) => !onTheWay.includes(id));
  const excuse = onTheWay.length === 0 ? '' : `, except ${onTheWay.length} whose message was on its way at the kill`;
  return [
    {
      name: 'accepted',
      holds: alerts > 0 && accepted.length === alerts,
      detail: `the webhook accepted ${accepted.length} of ${alerts} alerts`,
    },
    noneOf('reported', missing, 'alerts that were accepted and never reported', 'every accepted alert was reported'),
    noneOf('linked', failed, 'alerts that were reported without a link', 'every report has a link'),
    noneOf(
      'genuine',
      withForeignLink,
      'alerts with a link that the API did not give for their test, or gave for another one too',
      'the API gave each link for the test of its alert, and for no other one',
    ),
    noneOf('once', again, 'alerts that were reported twice', `no alert was reported twice${excuse}`),
    {
      name: 'limit',
      holds: mostInAnyPeriod <= limit,
      detail: `at most ${mostInAnyPeriod} calls arrived in any ${periodMs / 1000} s; ${limit} are allowed`,
    },
    {
      name: 'refused',
      holds: refused === 0,
      detail: refused === 0 ? 'the API refused no call with 429' : `the API refused ${refused} calls with 429`,
    },
    {
      name: 'killed',
      holds: killedAt !== undefined && waitingAtKill.length > 0,
      detail:
        killedAt === undefined
          ? 'the storm ended before the kill'
          : `the system was killed while ${waitingAtKill.length} accepted alerts waited`,
    },
    {
      name: 'outage',
      holds: callsInOutage > 0 && callsInOutage < calls,
      detail: callsInOutage === 0 ? 'no call met the outage' : `${callsInOutage} of ${calls} calls met the outage`,
    },
  ];
};
