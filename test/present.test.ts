import { describe, expect, it } from 'vitest';
import { present } from '../lib/present.ts';

describe('present', () => {
  it('leaves out what is undefined, and nothing else', () => {
    const fields = { a: undefined, b: null, c: '', d: 0, e: false, f: 'text' };

    expect(Object.entries(present(fields))).toEqual([
      ['b', null],
      ['c', ''],
      ['d', 0],
      ['e', false],
      ['f', 'text'],
    ]);
  });
});
