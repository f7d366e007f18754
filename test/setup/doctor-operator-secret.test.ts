import { describe, expect, it } from 'vitest';
import { type FoundSecret, judgeSecret, usableToken } from '../../setup/doctor/checks/secrets.ts';

const LONG = 'a-token-of-some-length';
const value = (secret: string): FoundSecret => ({ kind: 'value', value: secret, from: 'Secrets Manager' });

describe('doctor: the secret of operators', () => {
  it.each<[string, string, string, RegExp]>([
    ['a token of 20 characters', 'x'.repeat(20), 'ok', /: 1 operator\./],
    ['a shorter one', 'x'.repeat(19), 'fail', /fewer than 20/],
    ['a line break at its end', `${LONG}\n`, 'warn', /line break/],
    ['a blank in it', `${LONG} x`, 'fail', /header/],
    ['JSON without a token', '{"key":"x"}', 'fail', /JSON without a token/],
    [
      'names',
      JSON.stringify({ anna: { token: LONG, role: 'operate' }, ben: { token: `${LONG}2`, role: 'view' } }),
      'ok',
      /2 operators, 1 of them may only view/,
    ],
    [
      'a token twice',
      JSON.stringify({ anna: { token: LONG, role: 'operate' }, ben: { token: LONG, role: 'view' } }),
      'fail',
      /same token/,
    ],
    ['a name that is none', JSON.stringify({ '<b>': { token: LONG, role: 'view' } }), 'fail', /name is invalid/],
  ])('with %s', (_, secret, outcome, said) => {
    const judged = judgeSecret('operator', value(secret));

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
    expect(JSON.stringify(judged)).not.toContain(LONG);
  });

  it('is asked with by who may capture', () => {
    const [anna, ben] = [`${LONG}1`, `${LONG}2`];
    const named = { ben: { token: ben, role: 'view' }, anna: { token: anna, role: 'operate' } };

    expect(usableToken('operator', value(JSON.stringify(named)))).toBe(anna);
    expect(usableToken('operator', value(JSON.stringify({ ben: named.ben })))).toBe(ben);
    expect(usableToken('operator', value('short'))).toBeUndefined();
  });
});
