import * as z from 'zod/mini';
import {
  accountGroupOf,
  isEndpointLink,
  isObject,
  numericId,
  objectOrEmpty,
  pageLink,
  severity,
  testIdOf,
  text,
} from './fields.ts';
import { present } from '../present.ts';
import type { FamilyReading } from './alert.ts';
import { withoutSnapshot } from './without-snapshot.ts';

const envelope = z.looseObject({
  eventType: z.string().check(z.regex(/^(WEBHOOK_TEST|(AGENT_)?ALERT_NOTIFICATION_(TRIGGER|CLEAR))$/)),
  eventId: text,
});

const alertFields = objectOrEmpty({
  testId: numericId,
  testName: text,
  alertId: text,
  ruleAid: numericId,
  ruleId: numericId,
  ruleName: text,
  severity,
  type: text,
  permalink: pageLink,
  dateStart: text,
  dateStartZoned: text,
  apiLinks: z.catch(z.array(z.catch(z.object({ rel: z.string(), href: z.string() }), { rel: '', href: '' })), []),
});

/**
 * Reads the classic webhook, a fixed JSON with `eventType` in its envelope.
 *
 * @returns undefined if the body belongs to another family
 */
export const readClassic = (body: unknown): FamilyReading => {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return undefined;

  const { eventType, eventId, alert, ...rest } = parsed.data;
  if (eventType === 'WEBHOOK_TEST') return 'test_ping';
  const fields = alertFields.parse(alert);
  const related = fields.apiLinks.find(({ rel }) => rel === 'related')?.href;
  const testId = fields.testId ?? testIdOf(related);
  // Agent alerts, and the device alerts of earlier years, repeat `alert` under a second key.
  const keys = [isObject(rest['agentAlert']) && 'agent', isObject(rest['deviceAlert']) && 'device'];
  const types = [fields.type, isEndpointLink(related) && 'endpoint', ...keys].map((type) => type || undefined);
  const without = withoutSnapshot({ types, testId, namesTest: testId !== undefined || fields.testName !== undefined });
  if (without !== undefined) return without;

  return {
    transition: eventType.endsWith('CLEAR') ? 'clear' : 'trigger',
    severity: fields.severity,
    ...present({
      testId,
      testName: fields.testName,
      aid: fields.ruleAid ?? accountGroupOf(fields.permalink),
      alertId: fields.alertId,
      eventId,
      alertType: fields.type,
      ruleId: fields.ruleId,
      ruleName: fields.ruleName,
      startedAt: startOf(fields.dateStartZoned ?? fields.dateStart),
      permalink: fields.permalink,
    }),
  };
};

/** Only a date that ends in `UTC` is unambiguous. A date with `EST` or without a zone stays as the sender wrote it. */
const startOf = (date: string | undefined): string | undefined => {
  const utc = date?.match(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/);
  return utc ? `${utc[1]}T${utc[2]}Z` : date;
};
