import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidencePath } from '../../../lib/captures/evidence-path.ts';
import { anyCharacter } from '../../support/any-text.ts';
import { anOperator } from '../../support/operator-harness.ts';
import { aWebhook } from '../../support/webhook-harness.ts';

/* One alert in every payload family. Families without a test id have a UUID as the alert's id, for the look-up. */

interface Told {
  readonly alertId: string;
  readonly eventId: string;
  readonly aid: string;
  readonly isClear: boolean;
}

const FAMILIES: Readonly<Record<string, (told: Told) => unknown>> = {
  classic: ({ alertId, eventId, aid, isClear }) => ({
    eventType: isClear ? 'ALERT_NOTIFICATION_CLEAR' : 'ALERT_NOTIFICATION_TRIGGER',
    eventId,
    alert: { alertId, testId: 3417721, ruleAid: Number(aid), type: 'HTTP Server' },
  }),
  'classic with numbers': ({ alertId, eventId, aid, isClear }) => ({
    eventType: isClear ? 'ALERT_NOTIFICATION_CLEAR' : 'ALERT_NOTIFICATION_TRIGGER',
    eventId,
    alert: { alertId: /^\d{1,15}$/.test(alertId) ? Number(alertId) : alertId, testId: 3417721, ruleAid: Number(aid) },
  }),
  recommended: ({ alertId, eventId, aid, isClear }) => ({
    source: 'thousandeyes-snapshot-webhook',
    id: eventId,
    type: isClear ? '1' : '2',
    alert: { id: alertId, severity: 'MAJOR', aid, test: { id: '3417721' } },
    rule_name: 'a rule',
    test_name: 'a test',
  }),
  splunk: ({ alertId, eventId, aid, isClear }) => ({
    sourcetype: 'thousandeyes:alerts',
    event: { type: isClear ? '1' : '2', id: eventId, testId: '3417721', accountId: aid, alert: { id: alertId } },
  }),
  flat: ({ alertId, eventId, isClear }) => ({
    id: eventId,
    alert_id: alertId,
    test_id: '3417721',
    alert_type: isClear ? 1 : 2,
  }),
};

/** The preset has no test id and no account group. */
const generic = ({ alertId, eventId, isClear }: Told) => ({
  id: eventId,
  type: isClear ? '1' : '2',
  alert: { id: alertId, type: 'HTTP_SERVER', severity: 'MAJOR', test: { name: 'a test' } },
});

const aUuid = fc.uuid();
/**
 * An odd id, without the characters that a gateway that decodes paths would decode twice, or that mark a placeholder.
 */
const oddId = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 60 }).filter((id) => !/[%]|\{\{/.test(id));
const withFamily = fc.oneof(
  fc.tuple(
    fc.constantFrom(...Object.values(FAMILIES)),
    fc.oneof(aUuid, fc.bigInt({ min: 1n, max: 2n ** 49n }).map(String), oddId),
  ),
  fc.tuple(fc.constant(generic), aUuid),
);

describe('the evidence address, for every payload family', () => {
  it('has every capture of an alert with an id', async () => {
    const told = fc.record({ aid: fc.constantFrom('1', '74411'), isClear: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        withFamily,
        fc.array(told, { minLength: 1, maxLength: 4 }),
        async ([bodyOf, alertId], events) => {
          const webhook = aWebhook({ rules: { captureOn: 'both' } });
          for (const [index, event] of events.entries()) {
            webhook.world.now += 1000;
            await webhook.send(bodyOf({ ...event, alertId, eventId: `event-${index}` }));
          }
          const withId = webhook.ledger.all().filter(({ alert }) => alert?.alertId !== undefined);
          const { ask } = anOperator({ ledger: webhook.ledger, now: () => webhook.world.now });

          for (const { id, alert, aid } of withId) {
            const [path = '', query] = evidencePath(alert?.alertId ?? '', aid).split('?');
            for (const rawPath of [path, decodeURIComponent(path)]) {
              const answer = await ask(`GET ${rawPath.replaceAll(' ', '%20')}`, {
                ...(query && { query: Object.fromEntries(new URLSearchParams(query)) }),
              });

              expect(answer.status).toBe(200);
              expect(answer.body.items.map((item: { id: string }) => item.id)).toContain(id);
            }
          }
          // A blank id counts as no id.
          expect(withId).toHaveLength(alertId.trim() === '' ? 0 : events.length);
        },
      ),
    );
  });
});
