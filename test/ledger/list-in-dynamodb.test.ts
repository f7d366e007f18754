import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createListCaptures, cursorOf, type ListCaptures, type ListQuery, readCursor } from '../../lib/ledger/list.ts';
import { aCapture, NOW } from '../support/factories.ts';
import { startEmulators } from '../support/emulators.ts';

/** More captures than one read of a filtered page returns; the matches for `rare` lie behind it. */
const MANY = 230;
const captures = Array.from({ length: MANY + 5 }, (_, age) =>
  aCapture({
    id: age.toString(16).padStart(32, '0'),
    receivedAt: NOW - age,
    testId: age < MANY ? 'many' : 'rare',
  }),
);
const idsOf = (testId: string) => captures.filter((capture) => capture.testId === testId).map(({ id }) => id);

describe('the list of captures, filtered', () => {
  let emulators: Awaited<ReturnType<typeof startEmulators>>;
  let list: ListCaptures;
  beforeAll(async () => {
    emulators = await startEmulators();
    const table = { client: emulators.dynamo, tableName: emulators.tableName };
    const ledger = createLedger({ ...table, retentionDays: 40 });
    await Promise.all(captures.map((capture) => ledger.add(capture)));
    list = createListCaptures(table);
  });
  afterAll(() => emulators.stop());

  /** The ids of each page that a caller gets by following the cursors. */
  const pagesOf = async (query: ListQuery): Promise<string[][]> => {
    const { captures: page, next } = await list(query);
    const ids = page.map(({ id }) => id);
    return next ? [ids, ...(await pagesOf({ ...query, after: readCursor(cursorOf(next)) }))] : [ids];
  };

  it('shows each capture that fits once, the newest first, where many fit', async () => {
    const pages = await pagesOf({ limit: 100, testId: 'many' });

    expect(pages.flat()).toEqual(idsOf('many'));
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
  });

  it('reads on where what fits lies behind many that do not', async () => {
    const pages = await pagesOf({ limit: 2, testId: 'rare' });

    expect(pages.flat()).toEqual(idsOf('rare'));
    expect(pages[0]).toHaveLength(2);
  });

  it('ends at the oldest that is asked for', async () => {
    const pages = await pagesOf({ limit: 100, testId: 'many', since: NOW - 9 });

    expect(pages.flat()).toEqual(idsOf('many').slice(0, 10));
  });
});
