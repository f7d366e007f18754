import { describe, expect, it } from 'vitest';
import { rowOf } from '../../bench/figures.ts';
import { interleave, median, quantile } from '../../bench/quantile.ts';
import { tableOf, withTable } from '../../bench/table.ts';

describe('figures', () => {
  it.each([
    { values: [], share: 0.5, expected: 0 },
    { values: [7], share: 0.99, expected: 7 },
    { values: [30, 10, 20], share: 0.5, expected: 20 },
    { values: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share: 0.99, expected: 10 },
    { values: [1, 2], share: 1, expected: 2 },
  ])('quantile $share of $values is $expected', ({ values, share, expected }) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it('the median leaves the values in their order', () => {
    const values = [3, 1, 2];

    expect(median(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });

  it('interleaved candidates take turns, every other round backwards, without the warm-up', async () => {
    const turns: string[] = [];
    const turn = (name: string) => async () => turns.push(name);

    const samples = await interleave({ a: turn('a'), b: turn('b') }, { rounds: 2, warmUp: 1 });

    expect(turns).toEqual(['a', 'b', 'b', 'a', 'a', 'b']);
    expect(samples).toEqual({ a: [4, 5], b: [3, 6] });
  });
});

describe('a storm', () => {
  const LOST = {
    makespanMs: 0,
    refused: 0,
    lost: 50,
    snapshots: 0,
    done: 0,
    invocations: 250,
    dynamoRequests: Number.NaN,
    sqsRequests: 550,
    waits: [],
  };

  it('without a link has no time to its last link', () => {
    const [, , makespan] = rowOf('storm', 'by', 50, 50, 1000, LOST);

    expect(makespan).toBe('–');
  });

  it('with links has the minutes to its last link', () => {
    const [, , makespan] = rowOf('storm', 'by', 50, 50, 1000, { ...LOST, done: 50, makespanMs: 90_000 });

    expect(makespan).toBe('1.5');
  });
});

describe('tables', () => {
  it('have columns as wide as their widest cell', () => {
    expect(tableOf(['a', 'long'], [['wide', '1']])).toBe('| a    | long |\n|------|------|\n| wide | 1    |');
  });

  it('stand between their markers, and leave the rest', () => {
    const text = 'before\n<!-- x -->\nold\n<!-- /x -->\nafter\n';

    expect(withTable(text, 'x', 'new $1')).toBe('before\n<!-- x -->\n\nnew $1\n\n<!-- /x -->\nafter\n');
  });

  it('stay as they are if they are written again', () => {
    const once = withTable('<!-- x -->\n<!-- /x -->', 'x', 'table');

    expect(withTable(once, 'x', 'table')).toBe(once);
  });

  it('without markers are an error', () => {
    expect(() => withTable('text', 'x', 'table')).toThrow('no markers <!-- x -->');
  });
});
