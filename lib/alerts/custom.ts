import * as z from 'zod/mini';
import { epochMillis, numericId, objectOrEmpty, orAbsent, severity, text } from './fields.ts';
import { present } from '../present.ts';
import type { FamilyReading } from './alert.ts';

/** `{{type.id}}`: 1 is a clear, 2 a trigger. Whatever else a template says there is taken as a trigger. */
const transition = z.catch(
  z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((value) => (/^(1|clear(ed)?)$/i.test(String(value).trim()) ? 'clear' : 'trigger')),
  ),
  'trigger',
);

const alertFields = {
  id: text,
  type: text,
  severity,
  aid: numericId,
  test: objectOrEmpty({ id: numericId, testId: numericId, name: text, testName: text }),
  rule: objectOrEmpty({ id: numericId, name: text, account: objectOrEmpty({ id: numericId }) }),
  triggered: epochMillis,
  permalink: text,
};

/** Keys of the Splunk preset and of flat templates stand beside (or in place of) the `alert` object. */
const eventFields = z.looseObject({
  id: text,
  type: transition,
  aid: numericId,
  accountId: numericId,
  testId: numericId,
  test_id: numericId,
  test_name: text,
  alertId: text,
  alert_id: text,
  alert_type: text,
  rule_name: text,
  signature: text,
  severity,
  vendor_severity: severity,
  alert: orAbsent(z.object(alertFields)),
});

/** Alert types without a test: agent and device alerts, Internet Insights outages. `AGENT_TO_SERVER` is a test. */
const WITHOUT_TEST =
  /^((cloud|enterprise|endpoint)[ _-])*agent([ _-]notification)?$|^device([ _-]\w+)?$|outage$|^internet[ _-]insights/i;

const wrapped = z.looseObject({ event: z.looseObject({}) });

/** Custom webhooks: whatever a user's template renders, as far as the families seen go. */
export const readCustom = (body: unknown): FamilyReading => {
  const unwrapped = wrapped.safeParse(body);
  const parsed = eventFields.safeParse(unwrapped.success ? unwrapped.data.event : body);
  if (!parsed.success) return undefined;

  const event = parsed.data;
  const nested = event.alert;
  const testId = nested?.test.id ?? nested?.test.testId ?? event.testId ?? event.test_id;
  const testName = nested?.test.name ?? nested?.test.testName ?? event.test_name;
  const alertId = nested?.id ?? event.alertId ?? event.alert_id;
  const alertType = nested?.type ?? event.alert_type;
  if (alertId === undefined && testId === undefined) return undefined;
  if (testId === undefined && testName === undefined && WITHOUT_TEST.test(alertType ?? '')) return 'no_test';

  return {
    transition: event.type,
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
