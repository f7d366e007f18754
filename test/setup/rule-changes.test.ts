import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../setup/connect/exact-json.ts';
import { hasWebhook, readRule, withoutWebhook, withWebhook } from '../../setup/connect/rule-changes.ts';
import { aRule } from '../support/connect-harness.ts';

const ID = '1f0c9a3f-5f08-4d0c-9d6c-5b1de1f1a2b3';
const OURS = { integrationId: ID, integrationType: 'custom-webhook' };
const rule = (changes: object = {}) => {
  const read = readRule(JSON.parse(aRule(1, changes)));
  if (read === undefined) throw new Error('no rule');
  return read;
};
const tests = [{ testId: '7', testName: 'a' }, { testId: '8' }];

describe('a rule for its PUT', () => {
  it('has the webhook behind those that it had', () => {
    const put = withWebhook(rule(), ID) as any;

    expect(put.notifications.customWebhook.at(-1)).toEqual(OURS);
    expect(put.notifications.customWebhook.slice(0, -1)).toEqual(JSON.parse(aRule(1)).notifications.customWebhook);
  });

  it.each([
    { name: 'none', notifications: undefined },
    { name: 'null', notifications: null },
    { name: 'empty', notifications: {} },
    { name: 'a list that is null', notifications: { customWebhook: null } },
  ])('has the webhook alone if its notifications were: $name', ({ notifications }) => {
    const put = withWebhook(rule({ notifications }), ID);

    expect(put['notifications']).toEqual({ customWebhook: [OURS] });
  });

  it.each([
    { name: 'ids', given: { testIds: ['7', '8'] }, testIds: ['7', '8'] },
    { name: 'objects', given: { testIds: undefined, tests }, testIds: ['7', '8'] },
    { name: 'both', given: { testIds: ['7', '8'], tests }, testIds: ['7', '8'] },
    { name: 'both, but not the same', given: { testIds: ['9', '7'], tests }, testIds: ['9', '7', '8'] },
    { name: 'an empty list', given: { testIds: [] }, testIds: [] },
    { name: 'neither', given: { testIds: undefined }, testIds: undefined },
    { name: 'null', given: { testIds: null, tests: null }, testIds: null },
  ])('names the tests that GET named as $name', ({ given, testIds }) => {
    const put = withWebhook(rule(given), ID);

    expect(put['testIds']).toEqual(testIds);
    expect(put).not.toHaveProperty('tests');
  });

  it('has none of the links of the answer', () => {
    expect(withWebhook(rule({ _links: { self: { href: 'x' } } }), ID)).not.toHaveProperty('_links');
  });

  it('has everything else byte for byte, and is what it was when the webhook is taken off again', () => {
    const unknown = fc.dictionary(
      fc.string().filter((key) => !/^(tests|testIds|_links|notifications|rule(Id|Name)|__proto__|\d+)$/.test(key)),
      fc.jsonValue(),
    );
    const webhooks = fc.array(fc.record({ integrationId: fc.uuid(), more: fc.jsonValue() }));
    fc.assert(
      fc.property(unknown, webhooks, fc.jsonValue(), (fields, customWebhook, email) => {
        const before = JSON.stringify({
          ruleId: '1',
          ruleName: 'Rule 1',
          ...fields,
          testIds: ['1'],
          notifications: { email, customWebhook, other: fields },
        });
        const read = readRule(parseExactly(before));
        const added = JSON.stringify(read && withWebhook(read, ID));
        const again = readRule(parseExactly(added));

        expect(again && hasWebhook(again, ID)).toBe(true);
        expect(JSON.stringify(again && withoutWebhook(again, ID))).toBe(before);
      }),
    );
  });
});

describe('a rule that cannot be read', () => {
  it.each([
    { name: 'nothing', value: undefined },
    { name: 'empty', value: {} },
    { name: 'a list', value: [] },
    {
      name: 'custom webhooks that are text',
      value: { ...JSON.parse(aRule(1)), notifications: { customWebhook: 'x' } },
    },
    { name: 'notifications that are a list', value: { ...JSON.parse(aRule(1)), notifications: [] } },
    { name: 'tests without an id', value: { ...JSON.parse(aRule(1)), tests: [{ testName: 'a' }] } },
  ])('is none: $name', ({ value }) => {
    expect(readRule(value)).toBeUndefined();
  });
});

describe('exact JSON', () => {
  it.each(['12345678901234567890', '1.0', '1e400', '-0', '0.1', '1E2', '9007199254740993', '5'])(
    'writes the number %s as it read it',
    (number) => {
      const text = `{"a":[${number},{"b":${number}}],"c":"${number}"}`;

      expect(JSON.stringify(parseExactly(text))).toBe(text);
    },
  );
});
