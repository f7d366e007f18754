import { describe, expect, it } from 'vitest';
import { errorCodeOf } from '../../lib/thousandeyes/error-code.ts';

const coded = (code: unknown) => Object.assign(new TypeError('https://api.example/secret'), { code });

describe('the code of an error', () => {
  it.each([
    { name: 'has one', error: coded('ECONNRESET'), code: 'ECONNRESET' },
    { name: 'has none', error: new TypeError('https://api.example/secret'), code: 'TypeError' },
    { name: 'has a number for one', error: coded(7), code: 'TypeError' },
    {
      name: 'stands for several',
      error: new AggregateError([coded('ECONNREFUSED'), coded('x')]),
      code: 'ECONNREFUSED',
    },
    { name: 'stands for none', error: new AggregateError([]), code: 'AggregateError' },
    { name: 'is no error', error: 'https://api.example/secret', code: 'unknown error' },
  ])('is a word, and never its message, where it $name', ({ error, code }) => {
    expect(errorCodeOf(error)).toBe(code);
  });
});
