import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableIdsIn } from '../../lib/alerts/readable-ids.ts';

describe('the ids that can be read of a body, whatever its shape', () => {
  it.each([
    { name: 'broken JSON', body: '{"alert":{"testId":3417721,"testName":"a "quoted" name","ruleAid":74411' },
    { name: 'a template', body: '{"alert":{"aid":"74411","test":{"id":"3417721","name":"x"}' },
    { name: 'Splunk', body: '{"event":{"testId":"3417721","accountId":"74411"}}' },
    { name: 'flat', body: 'x, "test_id" : 3417721 , "aid": "74411"' },
    { name: 'links', body: '"href":"https:\\/\\/api.thousandeyes.com\\/v7\\/tests\\/bgp\\/3417721?aid=74411"' },
    { name: 'a permalink', body: 'https://app.thousandeyes.com/view/tests/?testId=3417721&__a=74411' },
    {
      name: 'JSON in JSON',
      body: '{"body":"{\\"testId\\":3417721,\\"rule\\":{\\"account\\":{\\"id\\":\\"74411\\"}}}"}',
    },
  ])('are those of $name', ({ body }) => {
    expect(readableIdsIn(body)).toEqual({ testIds: ['3417721'], aids: ['74411'] });
  });

  it('are all that may be meant, each once', () => {
    const body = '{"testId":"1","test_id":"2","testId":"1","test":{"name":"x","id":3},"aid":4,"ruleAid":5}';

    expect(readableIdsIn(body)).toEqual({ testIds: ['1', '2', '3'], aids: ['4', '5'] });
  });

  it.each([
    '',
    '{"testId":0}',
    '{"testId":null}',
    '{"testId":"x1"}',
    '{"testId":12345678901234567890}',
    '{"agents":[{"id":5}],"rule":{"id":7}}',
    '{"test":{"labels":[{"id":5}]}}',
  ])('are none where none is named: %s', (body) => {
    expect(readableIdsIn(body)).toEqual({ testIds: [], aids: [] });
  });

  it.each(['"testId":', '"testId":"', '"test":{', '"test" : {"id"', '/tests/', '"account":{"id":'])(
    'are looked for once, whatever follows: %s', // a pattern that goes back and forth would not come to an end
    (start) => {
      for (const filler of [' ', 'a', '"id"', '1', start]) {
        const { testIds } = readableIdsIn(`${start}${filler.repeat(262_144)}`);

        expect(testIds.filter((id) => !/^1{1,19}$/.test(id))).toEqual([]);
      }
    },
  );

  it('are ids in any text', () => {
    const parts = fc.constantFrom(
      '"test":{',
      '"account" : {',
      '"id"',
      ':',
      ' ',
      '"testId":',
      '1',
      '/tests/',
      '\\"',
      '{',
      'a-',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), fc.integer({ min: 1, max: 20_000 }), (texts, times) => {
        const { testIds, aids } = readableIdsIn(texts.join('').repeat(times));

        for (const id of [...testIds, ...aids]) expect(id).toMatch(/^[1-9]\d{0,18}$/);
      }),
      { numRuns: 100 },
    );
  });
});
