import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlert } from '../../lib/alerts/read-alert.ts';
import { readTemplateBody } from '../../lib/alerts/template-body.ts';
import { readWebhookBody } from '../../lib/alerts/body.ts';
import { rendered } from '../support/rendered-template.ts';

const SAMPLE = JSON.parse(
  readFileSync(new URL('../../events/custom-recommended-trigger.json', import.meta.url), 'utf8'),
) as object;

const ALERT = {
  transition: 'trigger',
  severity: 'critical',
  testId: '3417721',
  aid: '74411',
  alertId: '9a3f1f0c-5f08-4d0c-9d6c-5b1de1f1a2b3',
  eventId: 'e0b83b1e-98e6-4f4c-8e29-3a0f4f5b7a10',
  alertType: 'HTTP_SERVER',
  ruleId: '5120077',
  startedAt: '2026-03-02T04:25:00.000Z',
};

/** The webhook's reading of the template with these names in it. */
const alertOf = (names: { rule?: string; test?: string }) => {
  const values = { 'alert.rule.name': names.rule ?? 'Rule', 'alert.test.name': names.test ?? 'Test' };
  const body = readWebhookBody(rendered(values));
  const reading = body.outcome === 'value' ? readAlert(body.value) : body;
  return reading.outcome === 'alert' ? reading.alert : reading;
};

/**
 * Names that an attacker who knows the template would choose: ends of strings and objects, and keys that the reader
 * uses.
 */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('"', '\\', ',', ':', '{', '}', '[', ']', '\n', '\u0000', '\ud800', '{{', '}}', '$&'),
      fc.constantFrom('"id"', '"999"', '"alert"', '"test"', '"testId"', '"test_id"', '"aid"', '"accountId"', '"type"'),
      fc.constantFrom('"rule_name"', '"test_name"', '"source"', '"thousandeyes-snapshot-webhook"', '"event"', '"1"'),
      fc.string(),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('webhook template: its sample event', () => {
  it('is what it renders to', () => {
    expect(JSON.parse(rendered())).toEqual(SAMPLE);
  });

  it('is read as JSON would read it', () => {
    expect(readTemplateBody(rendered())).toEqual(SAMPLE);
  });

  it.each([
    { name: 'on one line', text: JSON.stringify(SAMPLE) },
    { name: 'with every character escaped', text: JSON.stringify({ ...SAMPLE, test_name: 'a"b\\c\nd' }) },
    { name: 'with keys behind the names', text: JSON.stringify({ ...SAMPLE, team: 'shop' }) },
  ])('may be written in another way: $name', ({ text }) => {
    const { rule_name, test_name } = JSON.parse(text);

    expect(readTemplateBody(text)).toEqual({ ...SAMPLE, rule_name, test_name });
  });
});

describe('webhook template: a name that is not escaped', () => {
  it.each([
    { name: 'quotes', text: 'the "new" shop' },
    { name: 'one quote', text: '19" rack' },
    { name: 'a quote at its end', text: 'the "shop"' },
    { name: 'nothing but a quote', text: '"' },
    { name: 'a backslash at its end', text: 'C:\\' },
    { name: 'a bad escape', text: 'C:\\users' },
    { name: 'braces', text: '{"a": 1}' },
    { name: 'a tab', text: 'a\tb' },
  ])('is told as it is: $name', ({ text }) => {
    expect(alertOf({ test: text })).toEqual({ ...ALERT, ruleName: 'Rule', testName: text });
    expect(alertOf({ rule: text })).toEqual({ ...ALERT, ruleName: text, testName: 'Test' });
  });

  it.each([
    'a","testId":"999","x":"',
    'a","test_id":"999","x":"',
    'a","alert":{"id":"1","test":{"id":"999"}},"x":"',
    'a","event":{"alert":{"test":{"id":"999"}}},"x":"',
    'a","type":"1","x":"',
    'a","source":"other","id":"1","x":"',
    'a","__proto__":{"testId":"999"},"x":"',
  ])('redirects nothing, though it makes valid JSON: %s', (text) => {
    expect(() => JSON.parse(rendered({ 'alert.test.name': text }))).not.toThrow();

    expect(alertOf({ test: text })).toMatchObject(ALERT);
    expect(alertOf({ rule: text })).toMatchObject(ALERT);
  });

  it('changes no id, no severity and no transition, whatever it holds', () => {
    fc.assert(
      fc.property(hostile, hostile, (rule, test) => {
        const { ruleName, testName, ...rest } = alertOf({ rule, test }) as Record<string, unknown>;

        expect(rest).toEqual(ALERT);
        expect([typeof ruleName, typeof testName].every((type) => /^(string|undefined)$/.test(type))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes no test where the alert has none', () => {
    const none = { 'alert.test.id': '', 'alert.test.testType': '', 'alert.rule.alertType.id': 'AGENT' };
    fc.assert(
      fc.property(hostile, (rule) => {
        const value = readTemplateBody(rendered({ ...none, 'alert.rule.name': rule }));

        expect(readAlert(value)).not.toHaveProperty('alert.testId');
      }),
      { numRuns: 1000 },
    );
  });

  it('is told as it is, whatever it holds, as long as it does not look like the template itself', () => {
    const plain = fc.string().filter((name) => !/["\\]/.test(name) && name.trim() === name && name.isWellFormed());
    fc.assert(
      fc.property(plain, plain, plain, (rule, before, behind) => {
        const test = `${before}"x${behind}`;
        const value = readTemplateBody(rendered({ 'alert.rule.name': rule, 'alert.test.name': test }));

        expect(value).toMatchObject({ rule_name: rule, test_name: test });
      }),
    );
  });

  it('costs no more time than its length', () => {
    const long = '","test_name":"'.repeat(15_000);

    expect(alertOf({ test: `${long}\n`, rule: `" ${' '.repeat(30_000)}x` })).toMatchObject(ALERT);
  });
});

describe('webhook template: a body with other blanks than the template has', () => {
  it.each([
    {
      name: 'none',
      text: '{"source":"thousandeyes-snapshot-webhook","id":"1","rule_name":"the "new" rule","test_name":"shop"}',
    },
    {
      name: 'everywhere',
      text: ' \n{ "source" : "thousandeyes-snapshot-webhook" , "id" : "1" ,\n\n "rule_name"  :  "the "new" rule"  ,\n "test_name"  :  "shop"  }\n\n',
    },
  ])('is read all the same: $name', ({ text }) => {
    expect(readTemplateBody(text)).toEqual({
      source: 'thousandeyes-snapshot-webhook',
      id: '1',
      rule_name: 'the "new" rule',
      test_name: 'shop',
    });
  });

  it('has no names where nothing tells one from the other', () => {
    const text = '{"source":"thousandeyes-snapshot-webhook","id":"1","rule_name":"the "new" rule"}';

    expect(readTemplateBody(text)).toStrictEqual({
      source: 'thousandeyes-snapshot-webhook',
      id: '1',
      rule_name: undefined,
      test_name: undefined,
    });
  });
});

describe('webhook template: a body that is not of it', () => {
  it.each([
    { name: 'another source', text: rendered().replace('thousandeyes-snapshot-webhook', 'other') },
    {
      name: 'the source behind a name',
      text: '{"test_name":"a", "source":"thousandeyes-snapshot-webhook","rule_name":""}',
    },
    { name: 'something before it', text: `x${rendered()}` },
    { name: 'the source within a name', text: '{"n":"{"source":"thousandeyes-snapshot-webhook","rule_name":"' },
    { name: 'no names', text: '{"source":"thousandeyes-snapshot-webhook","id":"1"}' },
    { name: 'broken before the names', text: rendered({ 'alert.test.id': '"1' }) },
    { name: 'empty', text: '' },
  ])('is left to others: $name', ({ text }) => {
    expect(readTemplateBody(text)).toBeUndefined();
  });
});

describe('webhook body', () => {
  it.each(['{}', '[]', 'null', '"text"', '0', ' {"a":1}\n'])('is a value: %s', (text) => {
    expect(readWebhookBody(text)).toEqual({ outcome: 'value', value: JSON.parse(text) });
  });

  it.each(['{', '{"a":"b" c"}', ' \n{"a":1}}', '[1,', '{"a":1', '{{alert.id}}'])('is broken JSON: %s', (text) => {
    expect(readWebhookBody(text)).toEqual({ outcome: 'broken' });
  });

  it.each(['', ' ', 'a=b', 'testId=1&x={}', '<alert/>', 'eventType', '"open'])('is no JSON: %s', (text) => {
    expect(readWebhookBody(text)).toEqual({ outcome: 'not_json' });
  });
});
