import { describe, expect, it } from 'vitest';
import { isSendable, tokenOf } from '../../lib/runtime/token.ts';

describe('the token in a secret’s value', () => {
  it.each([
    { value: 'f3c1', token: 'f3c1' },
    { value: ' f3c1\n', token: 'f3c1' },
    { value: '{"token":"f3c1"}', token: 'f3c1' },
    { value: ' {"token":" f3c1 ","note":"x"}', token: 'f3c1' },
    { value: 'f3{c1', token: 'f3{c1' },
  ])('is read: $value', ({ value, token }) => {
    expect(tokenOf(value)).toBe(token);
  });

  it.each([undefined, '', ' \n', '{"token":""}', '{"token":" "}', '{"token":7}', '{"key":"f3c1"}', '{f3c1'])(
    'is none: %j',
    (value) => {
      expect(tokenOf(value)).toBeUndefined();
    },
  );
});

describe('a token', () => {
  it.each(['f3c1', '!~', '{}'])('can be sent: %s', (token) => {
    expect(isSendable(token)).toBe(true);
  });

  it.each(['', 'a b', ' a', 'a ', 'a\nb', 'ü', 'a\u007f'])('cannot be sent: %j', (token) => {
    expect(isSendable(token)).toBe(false);
  });
});
