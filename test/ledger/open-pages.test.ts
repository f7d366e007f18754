import { describe, expect, it } from 'vitest';
import { createOpenPages } from '../../lib/ledger/open-pages.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aCapture, NOW } from '../support/factories.ts';

const PAGE = 80;

/**
 * Pages over an index of waiting captures, by severity, and of captures that back off; and the queries that the index
 * got.
 */
const pagesOf = async ({
  manual = 0,
  critical = 0,
  minor = 0,
  schedule = 0,
  due = 0,
  later = 0,
}: Readonly<Partial<Record<'manual' | 'critical' | 'minor' | 'schedule' | 'due' | 'later', number>>>) => {
  const ledger = createMemoryLedger(() => NOW);
  const kinds = {
    due: { count: due, overrides: { notBefore: NOW } },
    later: { count: later, overrides: { notBefore: NOW + 1 } },
    manual: { count: manual, overrides: { severity: 'unknown', reason: 'manual' } },
    critical: { count: critical, overrides: { severity: 'critical' } },
    minor: { count: minor, overrides: { severity: 'minor' } },
    schedule: { count: schedule, overrides: { severity: 'unknown', reason: 'schedule' } },
  } as const;
  for (const [kind, { count, overrides }] of Object.entries(kinds)) {
    for (let index = 0; index < count; index += 1) {
      await ledger.add(
        aCapture({ id: `${kind} ${String(index).padStart(4, '0')}`, receivedAt: NOW + index, ...overrides }),
      );
    }
  }
  const asked: unknown[] = [];
  const pages = createOpenPages({
    openKeys: (limit, from) => {
      asked.push(limit);
      return ledger.openKeys(limit, from);
    },
  });
  return { pages, asked };
};
const first = (kind: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `${kind} ${String(from + index).padStart(4, '0')}`);

describe('pages of open captures', () => {
  it('are none before one was read', async () => {
    const { pages } = await pagesOf({ critical: 1 });

    expect([pages.isFull(), pages.count()]).toEqual([false, 0]);
    expect(await pages.heads()).toEqual([]);
  });

  it('are one where all fit, with no heads behind it', async () => {
    const { pages, asked } = await pagesOf({ due: 1, critical: 2, minor: PAGE - 4 });

    expect(await pages.first(NOW)).toEqual([...first('due', 1), ...first('critical', 2), ...first('minor', PAGE - 4)]);
    expect([pages.isFull(), pages.count()]).toEqual([false, 1]);
    expect(await pages.heads()).toEqual([]);
    expect(asked).toEqual([PAGE]);
  });

  it('go on behind one that is full, to the end', async () => {
    const { pages } = await pagesOf({ critical: PAGE + 3 });

    expect(await pages.first(NOW)).toEqual(first('critical', PAGE));
    expect([pages.isFull(), pages.count()]).toEqual([true, 1]);
    expect(await pages.next()).toEqual(first('critical', 3, PAGE));
    expect([pages.isFull(), pages.count()]).toEqual([false, 2]);
    expect(await pages.next()).toEqual([]);
    expect(await pages.next()).toEqual([]); // the pages do not start again
  });

  it('show the three oldest of each level that a full one does not reach', async () => {
    const { pages } = await pagesOf({ critical: PAGE, minor: 5, schedule: 2 });
    await pages.first(NOW);

    expect([...new Set(await pages.heads())].toSorted()).toEqual(
      [...first('minor', 3), ...first('schedule', 2)].toSorted(),
    );
  });

  it('show no head of a level that a full one reaches', async () => {
    const { pages } = await pagesOf({ critical: PAGE - 1, minor: 5 });
    await pages.first(NOW);

    expect(await pages.heads()).toEqual([]);
  });

  it('are read on while they are full of what is due', async () => {
    const { pages } = await pagesOf({ due: 2 * PAGE, critical: 3 });

    expect(await pages.first(NOW)).toEqual([...first('due', 2 * PAGE), ...first('critical', 3)]);
    expect(pages.count()).toBe(3);
  });

  it('are ten at most of what is due', async () => {
    const { pages } = await pagesOf({ due: 11 * PAGE });

    expect(await pages.first(NOW)).toHaveLength(10 * PAGE);
    expect(pages.count()).toBe(10);
  });

  it('are not read on where the last of a full one is not due yet', async () => {
    const { pages } = await pagesOf({ later: PAGE, critical: 3 });

    expect(await pages.first(NOW)).toEqual(first('later', PAGE));
    expect(pages.count()).toBe(1);
  });

  it.each([
    {
      name: 'its last is not due yet, though its first is',
      kinds: { due: 1, later: PAGE },
      ids: [...first('due', 1), ...first('later', PAGE - 1)],
    },
    { name: 'it has all that is due, and is not full', kinds: { due: PAGE - 1 }, ids: first('due', PAGE - 1) },
  ])('are one where $name', async ({ kinds, ids }) => {
    const { pages, asked } = await pagesOf(kinds);

    expect(await pages.first(NOW)).toEqual(ids);
    expect(asked).toEqual([PAGE]);
  });

  it('go on with those that wait from their beginning where none of them was reached', async () => {
    const { pages } = await pagesOf({ later: PAGE, manual: 2, critical: 3 });
    await pages.first(NOW);

    expect([...new Set(await pages.heads())]).toEqual([...first('manual', 2), ...first('critical', 3)]);
    expect(await pages.next()).toEqual([...first('manual', 2), ...first('critical', 3)]);
  });
});
