import * as z from 'zod/mini';
import { epochMillis, numericId, objectOrEmpty, orAbsent, pageLink, severity, text } from './fields.ts';
import { present } from '../present.ts';
import type { FamilyReading } from './alert.ts';
import { isTypeId, transitionOf } from './transition.ts';
import { withoutSnapshot } from './without-snapshot.ts';

const alertFields = {
  id: text,
  type: text,
  severity,
  aid: numericId,
  test: objectOrEmpty({ id: numericId, testId: numericId, name: text, testName: text, type: text, testType: text }),
  rule: objectOrEmpty({ id: numericId, name: text, account: objectOrEmpty({ id: numericId }) }),
  triggered: epochMillis,
  permalink: pageLink,
};

/** The Splunk preset and flat templates put these keys beside the `alert` object, or use them instead of it. */
const eventFields = z.looseObject({
  id: text,
  aid: numericId,
  accountId: numericId,
  testId: numericId,
  test_id: numericId,
  test_name: text,
  alertId: text,
  alert_id: text,
  alert_type: text,
  test_type: text,
  rule_name: text,
  signature: text,
  severity,
  vendor_severity: severity,
  alert: orAbsent(z.looseObject(alertFields)),
});

const wrapped = z.looseObject({ event: z.looseObject({}) });

/**
 * Reads custom webhooks: the presets and templates that ThousandEyes and its users are known to send.
 *
 * @returns undefined if the body names no test and no alert
 */
export const readCustom = (body: unknown): FamilyReading => {
  const { success: isWrapped, data: outer } = wrapped.safeParse(body);
  // The keys beside `event` count only if `event` itself names nothing.
  return isWrapped ? (readEvent(outer.event) ?? readEvent({ ...outer, ...outer.event })) : readEvent(body);
};

const readEvent = (body: unknown): FamilyReading => {
  const parsed = eventFields.safeParse(body);
  if (!parsed.success) return undefined;

  const event = parsed.data;
  const nested = event.alert;
  const testId = nested?.test.id ?? nested?.test.testId ?? event.testId ?? event.test_id;
  const testName = nested?.test.name ?? nested?.test.testName ?? event.test_name;
  const alertId = nested?.id ?? event.alertId ?? event.alert_id;
  const alertType = [nested?.type, event.alert_type].find((type) => type !== undefined && !isTypeId(type));
  if (alertId === undefined && testId === undefined) return undefined;
  const types = [alertType, nested?.test.type, nested?.test.testType, event.test_type];
  const without = withoutSnapshot({ types, testId, namesTest: testId !== undefined || testName !== undefined });
  if (without !== undefined) return without;

  return {
    transition: transitionOf(event, nested ?? {}),
    severity: [nested?.severity, event.vendor_severity, event.severity].find((s) => s && s !== 'unknown') ?? 'unknown',
    ...present({
      testId,
      testName,
      aid: nested?.aid ?? nested?.rule.account.id ?? event.aid ?? event.accountId,
      alertId,
      eventId: event.id,
      alertType,
      ruleId: nested?.rule.id,
      ruleName: nested?.rule.name ?? event.signature ?? event.rule_name,
      startedAt: nested?.triggered,
      permalink: nested?.permalink,
    }),
  };
};
