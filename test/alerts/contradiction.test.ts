import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWebhookBody } from '../../lib/alerts/body.ts';
import { contradicts } from '../../lib/alerts/contradiction.ts';
import { rendered } from '../support/rendered-template.ts';

describe('contradiction: JSON that says two things of what it is about', () => {
  it.each([
    { name: 'two tests, the second one in a name', text: '{"testId":"1","name":"a","testId":"9","x":""}' },
    { name: 'two tests, the first one in a name', text: '{"name":"a","testId":"9","x":"","testId":"1"}' },
    { name: 'a third one like the first', text: '{"n":"","testId":"9","x":"","testId":"1","m":"","testId":"9"}' },
    { name: 'two ids in a test', text: '{"alert":{"test":{"id":"1", "id": "9"}}}' },
    { name: 'two alerts', text: '{"alert":{"test":{"id":"1"}},"n":"a","alert":{"test":{"id":"9"}}}' },
    { name: 'a key that is written with an escape', text: '{"testId":1,"test\\u0049d":9}' },
    { name: 'in a list', text: '[{"a":[{"href":"/tests/1","b":[{}],"href":"/tests/9"}]}]' },
    { name: 'a clear and a trigger', text: '{"type":"2","n":"a","type":"1"}' },
    { name: 'two account groups', text: '{"aid":1,"aid":null}' },
  ])('is found: $name', ({ text }) => {
    expect(contradicts(text)).toBe(true);
    expect(readWebhookBody(text)).toEqual({ outcome: 'contradictory' });
  });

  it.each([
    { name: 'one of each', text: '{"testId":"1","alert":{"id":"2","test":{"id":"3"}},"id":"4"}' },
    { name: 'the same twice', text: '{"testId": "1" ,"n":"a", "testId":"1"}' },
    { name: 'a name twice', text: '{"testId":"1","name":"a","name":"b"}' },
    { name: 'in two objects', text: '{"agents":[{"id":1},{"id":2}],"rule":{"id":3},"test":{"id":4}}' },
    { name: 'within a text', text: String.raw`{"testId":"1","name":"a\",\"testId\":\"9"}` },
    { name: 'brackets within a text', text: '{"testId":"}{","name":"]:[,","alert":{"testId":"2"}}' },
    { name: 'a key that is a value', text: '{"a":"testId","b":["testId","testId"],"testId":1}' },
    { name: 'nothing', text: '[]' },
  ])('is not: $name', ({ text }) => {
    expect(contradicts(text)).toBe(false);
  });

  it('is no JSON without a key twice', () => {
    const keys = fc.constantFrom('id', 'testId', 'alert', 'test', 'rel', 'a\\"', 'name', '}', '');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, fc.jsonValue(), fc.array(tie('tree')), fc.dictionary(keys, tie('tree'))),
    }));

    fc.assert(
      fc.property(tree, fc.constantFrom(undefined, 2), (value, indent) => {
        expect(contradicts(JSON.stringify(value, undefined, indent))).toBe(false);
      }),
    );
  });

  // If reading time grew with the square of the text, this test would exceed the runner's timeout.
  it('is seen in 1 MiB, and as deep as JSON goes', () => {
    const long = `{"testId":1,"n":"${String.raw`\"`.repeat(520_000)}","testId":2}`;
    const deep = `${'[{"id":'.repeat(70_000)}1${'}]'.repeat(70_000)}`;

    expect([contradicts(long), contradicts(deep)]).toEqual([true, false]);
  });
});

describe('webhook template: a body that says two things before its names', () => {
  it('is contradictory, whatever its names are', () => {
    const text = rendered({ 'alert.test.name': 'the "new" shop' });
    const twice = text.replace('"aid":', '"test": { "id": "9" },\n    "aid":');

    expect(twice).not.toBe(text);
    expect(readWebhookBody(twice)).toEqual({ outcome: 'broken' });
    expect(readWebhookBody(twice.replace('"new"', 'new'))).toEqual({ outcome: 'contradictory' });
  });
});

describe('webhook body: an alert that lost its first bytes', () => {
  it.each(['"testId":1}', 'x{"testId":1}', 'lert" : {}', '\u0000"a":1'])('was JSON once: %j', (text) => {
    expect(readWebhookBody(text)).toEqual({ outcome: 'broken' });
  });
});
