import { describe, expect, it } from 'vitest';
import { AN_OPERATOR } from '../../support/board.ts';
import { cursorOf, type ListQuery } from '../../../lib/ledger/list.ts';
import type { OperatorDeps } from '../../../lib/operator/api.ts';
import { readBoard } from '../../../lib/operator/board/read-board.ts';
import { aCapture, aQuota, MINUTE, NOW, SECOND } from '../../support/factories.ts';

const open = ['1', '2', '3'].map((testId) => aCapture({ id: testId, testId }));
const position = { id: 'a'.repeat(32), receivedAt: NOW - MINUTE };
const next = { id: 'b'.repeat(32), receivedAt: NOW - 2 * MINUTE };

/** The board of three captures that wait for the only slot, which is taken; and the reads of the ledger. */
const boardOf = async (parameters: Record<string, string>, changes: Partial<OperatorDeps> = {}) => {
  const asked = { open: [] as number[], lists: [] as ListQuery[] };
  const deps = {
    ledger: {
      openKeys: async (limit: number) => {
        asked.open.push(limit);
        return open.map(({ id }) => ({ id, turn: '1 1' }));
      },
      getAll: async () => open,
    },
    listCaptures: async (query: ListQuery) => {
      asked.lists.push(query);
      return { captures: [aCapture({ id: 'listed' })], next };
    },
    slots: { read: async () => aQuota([NOW + MINUTE]) },
    now: () => NOW + SECOND,
    periodMs: 120 * SECOND,
    ...changes,
  };
  return { asked, board: await readBoard(deps as unknown as OperatorDeps, parameters, AN_OPERATOR) };
};

describe('what the board reads', () => {
  it('is the status of all that is open, and their turns, at one moment', async () => {
    const { asked, board } = await boardOf({});

    expect(asked.open).toEqual([1000]);
    expect(board).toMatchObject({
      ok: true,
      value: {
        now: NOW + SECOND,
        status: {
          slots: { limit: 1, periodSeconds: 120, free: 0, takenUntil: ['2026-03-02T10:01:00.000Z'] },
          pending: { total: 3, isPartial: false, lastDoneAt: '2026-03-02T10:05:02.000Z' },
        },
        turns: [60, 181, 302].map((seconds) => ({ dueAt: NOW + seconds * SECOND })),
      },
    });
  });

  it('is the list that the address asks for, with where the next page starts', async () => {
    const parameters = { state: 'failed', testId: '7', limit: '9', cursor: cursorOf(position) };

    const { asked, board } = await boardOf(parameters);

    expect(asked.lists).toEqual([{ state: 'failed', testId: '7', limit: 9, after: position }]);
    expect(board).toMatchObject({
      value: { captures: [{ id: 'listed' }], nextCursor: cursorOf(next), filter: parameters },
    });
  });

  it('has no next page if the list ends', async () => {
    const { board } = await boardOf({}, { listCaptures: async () => ({ captures: [] }) });

    expect(board).toMatchObject({ value: { captures: [], nextCursor: undefined } });
  });

  it('is nothing if the address has a fault', async () => {
    const { asked, board } = await boardOf({ limit: '0' });

    expect(board).toEqual({ ok: false, faults: 'limit: must be a number from 1 to 200' });
    expect(asked).toEqual({ open: [], lists: [] });
  });
});
