import { describe, expect, it } from 'vitest';
import { allDone } from '../lib/all-done.ts';

describe('all done', () => {
  it('brings the results in their order', async () => {
    expect(await allDone([Promise.resolve(1), 'two', Promise.resolve(3)])).toEqual([1, 'two', 3]);
  });

  it('fails as the first of them does, and only when the others have come to their end', async () => {
    const ended: string[] = [];
    const slow = async () => {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      ended.push('slow');
    };

    await expect(allDone([Promise.reject(new Error('at once')), slow()])).rejects.toThrow('at once');
    expect(ended).toEqual(['slow']);
  });
});
