import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../lib/alerts/alert.ts';
import { A_UUID, HOUR, MINUTE, SECOND } from '../support/factories.ts';
import { aWebhook } from '../support/webhook-harness.ts';

/** One event of the alert. ThousandEyes delivers it once and may repeat it later. */
interface Happening {
  readonly transition: 'trigger' | 'clear';
  readonly severity: Severity;
  /** How many deliveries later it is repeated; absent if it never is. */
  readonly repeatedAfter?: number;
}

interface Delivery extends Omit<Happening, 'repeatedAfter'> {
  readonly eventId: string;
}

/** The deliveries in their order of arrival. */
const deliveriesOf = (happenings: readonly Happening[]): Delivery[] =>
  happenings
    .flatMap(({ repeatedAfter, ...happening }, index) => {
      const delivery = { ...happening, eventId: `event-${index}` };
      return [
        { at: index, delivery },
        ...(repeatedAfter === undefined ? [] : [{ at: index + repeatedAfter + 0.5, delivery }]),
      ];
    })
    .toSorted((a, b) => a.at - b.at)
    .map(({ delivery }) => delivery);

/** Trigger, clear, re-trigger and escalation in any order; any of them may be repeated or late. */
const HAPPENINGS = fc.array(
  fc.record(
    {
      transition: fc.constantFrom<Happening['transition']>('trigger', 'clear'),
      severity: fc.constantFrom<Severity>('minor', 'major', 'critical'),
      repeatedAfter: fc.nat(6),
    },
    { requiredKeys: ['transition', 'severity'] },
  ),
  { minLength: 1, maxLength: 12 },
);

/** A webhook that captures triggers and clears. */
const aWatch = () => {
  const { world, ledger, send } = aWebhook({ rules: { captureOn: 'both' } });
  return {
    world,
    ledger,
    deliver: async (sent: object): Promise<{ status: string; captureId: string }> => {
      const { status, body } = await send(sent);
      expect(status).toBe(200);
      return body;
    },
  };
};

const classic = ({ transition, severity, eventId }: Delivery) => ({
  eventType: `ALERT_NOTIFICATION_${transition.toUpperCase()}`,
  eventId,
  alert: { alertId: A_UUID, testId: 77, ruleAid: 9, severity },
});
const flat = ({ transition, severity }: Delivery) => ({
  alert_id: A_UUID,
  test_id: '77',
  alert_type: transition === 'clear' ? '1' : '2',
  severity,
});

describe('the episodes of one alert, whatever their order', () => {
  // A re-trigger of an alert that was captured weeks ago was once taken for a duplicate, and so was an escalation.
  it('are a capture for each event, and a repeated delivery is none', async () => {
    await fc.assert(
      fc.asyncProperty(HAPPENINGS, fc.integer({ min: SECOND, max: 3 * HOUR }), async (happenings, between) => {
        const { world, ledger, deliver } = aWatch();
        const captureIds = new Map<string, string>();

        for (const delivery of deliveriesOf(happenings)) {
          const { status, captureId } = await deliver(classic(delivery));

          const known = captureIds.get(delivery.eventId);
          expect([status, captureId]).toEqual([known === undefined ? 'accepted' : 'duplicate', known ?? captureId]);
          captureIds.set(delivery.eventId, captureId);
          world.now += between;
        }

        expect(new Set(captureIds.values()).size).toBe(happenings.length);
        for (const [index, { transition, severity }] of happenings.entries()) {
          const capture = await ledger.get(captureIds.get(`event-${index}`) ?? '');
          expect(capture).toMatchObject({ severity, alert: { transition, eventId: `event-${index}` } });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('have a clear whose window begins before the first trigger behind the last clear', async () => {
    await fc.assert(
      fc.asyncProperty(HAPPENINGS, fc.integer({ min: SECOND, max: 2 * HOUR }), async (happenings, between) => {
        const { world, ledger, deliver } = aWatch();
        const wrong: unknown[] = [];
        let began: number | undefined;

        for (const delivery of deliveriesOf(happenings)) {
          const { status, captureId } = await deliver(classic(delivery));
          if (status === 'accepted' && delivery.transition === 'trigger') began ??= world.now;
          if (status === 'accepted' && delivery.transition === 'clear') {
            const { startDate = '', endDate = '' } = (await ledger.get(captureId)) ?? {};
            const [start, end] = [Date.parse(startDate), Date.parse(endDate)];
            const isRight = began === undefined ? end - start === 2 * HOUR : start <= began - 15 * MINUTE;
            if (!isRight) wrong.push({ delivery, startDate, endDate });
            began = undefined;
          }
          world.now += between;
        }

        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('are one capture an hour and transition, if the template sends no event id', async () => {
    await fc.assert(
      fc.asyncProperty(HAPPENINGS, fc.integer({ min: SECOND, max: 2 * HOUR }), async (happenings, between) => {
        const { world, ledger, deliver } = aWatch();
        const episodes = new Map<string, string>();

        for (const delivery of deliveriesOf(happenings)) {
          const { captureId } = await deliver(flat(delivery));

          const episode = `${Math.floor(world.now / HOUR)} ${delivery.transition}`;
          expect(captureId).toBe(episodes.get(episode) ?? captureId);
          episodes.set(episode, captureId);
          world.now += between;
        }

        expect(ledger.all()).toHaveLength(episodes.size);
      }),
      { numRuns: 100 },
    );
  });
});

describe('an escalation of an alert that waits', () => {
  it('is a capture of its own with its severity, and reads nothing', async () => {
    const { ledger, deliver } = aWatch();
    const reads: string[] = [];
    const idsOfAlert = ledger.idsOfAlert;
    Object.assign(ledger, { idsOfAlert: (id: string, limit: number) => (reads.push(id), idsOfAlert(id, limit)) });

    await deliver(classic({ transition: 'trigger', severity: 'minor', eventId: '1' }));
    await deliver(classic({ transition: 'trigger', severity: 'critical', eventId: '2' }));

    expect(ledger.all().map(({ severity }) => severity)).toEqual(['minor', 'critical']);
    expect(reads).toEqual([]);
  });
});
