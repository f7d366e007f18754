import { describe, expect, it } from 'vitest';
import { createOpenPages } from '../../lib/ledger/open-pages.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { aCapture, type CaptureOverrides, MINUTE, NOW } from '../support/factories.ts';

const many = (count: number, letter: string, overrides: CaptureOverrides) =>
  Array.from({ length: count }, (_, index) =>
    aCapture({ id: `${index}`.padStart(3, '0').padStart(32, letter), receivedAt: NOW - count + index, ...overrides }),
  );
const backingOff = (count: number) => many(count, 'a', { notBefore: NOW + MINUTE });
const manual = (count: number) => many(count, 'b', { reason: 'manual' });
const critical = (count: number) => many(count, 'c', { severity: 'critical' });

const idsOf = (captures: readonly { readonly id: string }[]) => captures.map(({ id }) => id);

const pagesOver = async (captures: readonly ReturnType<typeof aCapture>[]) => {
  const ledger = createMemoryLedger(() => NOW);
  for (const capture of captures) await ledger.add(capture);
  return createOpenPages(ledger);
};

describe('open pages: more backs off than a page shows', () => {
  it('the next page is of those who wait, the first of all at its top', async () => {
    const pages = await pagesOver([...backingOff(200), ...manual(2), ...critical(100)]);

    const first = await pages.first(NOW);
    const next = await pages.next();

    expect(first).toEqual(idsOf(backingOff(200)).slice(0, 80));
    expect(next).toEqual([...idsOf(manual(2)), ...idsOf(critical(78))]);
  });

  it('the oldest of every level are found without turning the page, manual ones too', async () => {
    const pages = await pagesOver([...backingOff(200), ...manual(5), ...critical(5)]);
    await pages.first(NOW);

    expect(await pages.heads()).toEqual([...idsOf(manual(5)).slice(0, 3), ...idsOf(critical(5)).slice(0, 3)]);
  });
});

describe('open pages: more waits than a page shows', () => {
  it('each is shown once, in the order of turns, until the last page is not full', async () => {
    const pages = await pagesOver([...manual(90), ...critical(100)]);
    const shown = await pages.first(NOW);
    const wereFull = [pages.isFull()];
    while (pages.isFull()) {
      shown.push(...(await pages.next()));
      wereFull.push(pages.isFull());
    }

    expect(shown).toEqual([...idsOf(manual(90)), ...idsOf(critical(100))]);
    expect(wereFull).toEqual([true, true, false]);
    expect(pages.count()).toBe(3);
  });

  it('the oldest of the levels behind the page are found, and none of a level that it reaches', async () => {
    const pages = await pagesOver([...manual(90), ...critical(5)]);
    await pages.first(NOW);

    expect(await pages.heads()).toEqual(idsOf(critical(5)).slice(0, 3));
  });

  it('a page that shows everything needs no heads', async () => {
    const pages = await pagesOver([...manual(5), ...critical(5)]);
    await pages.first(NOW);

    expect(await pages.heads()).toEqual([]);
  });
});
