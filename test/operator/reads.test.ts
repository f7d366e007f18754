import { describe, expect, it } from 'vitest';
import { cursorOf } from '../../lib/ledger/list.ts';
import { aCapture, MINUTE, NOW } from '../support/factories.ts';
import { anOperator } from '../support/operator-harness.ts';

const ID = 'a'.repeat(32);
const UNKNOWN = 'f'.repeat(32);

describe('GET /captures', () => {
  it('asks for what the query says, and shows a page with the cursor of the next', async () => {
    const { world, add, ask } = anOperator();
    await add(aCapture({ id: ID }), aCapture({ id: 'b'.repeat(32), testId: '7' }));

    const { status, body } = await ask('GET /captures', {
      query: { limit: '1', state: 'pending', testId: '7', since: '2026-03-02T09:00:00Z' },
    });

    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ id: 'b'.repeat(32), testId: '7', receivedAt: '2026-03-02T10:00:00.000Z' }]);
    expect(body.nextCursor).toBe(cursorOf({ id: 'b'.repeat(32), receivedAt: NOW }));
    expect(world.queries).toEqual([
      { limit: 1, state: 'pending', testId: '7', since: NOW - 3_600_000, after: undefined },
    ]);
  });

  it('starts where a cursor says, and has no cursor at its end', async () => {
    const { world, ask } = anOperator();
    const position = { id: ID, receivedAt: NOW };

    const { body } = await ask('GET /captures', { query: { cursor: cursorOf(position) } });

    expect(body).toEqual({ items: [] });
    expect(world.queries).toMatchObject([{ limit: 50, after: position }]);
  });

  it('names every fault of a query', async () => {
    const { status, body } = await anOperator().ask('GET /captures', { query: { limit: '0', state: 'x' } });

    expect(status).toBe(400);
    expect(body.detail).toMatch(/^state: .+; limit: must be a number from 1 to 200$/);
  });
});

describe('GET /captures/{id}', () => {
  it('shows the capture', async () => {
    const { add, ask } = anOperator();
    await add(aCapture({ id: ID }));

    expect(await ask(`GET /captures/${ID}`)).toMatchObject({ status: 200, body: { id: ID, state: 'pending' } });
  });

  it('says that there is none', async () => {
    const { status, body } = await anOperator().ask(`GET /captures/${UNKNOWN}`);

    expect([status, body.detail]).toEqual([404, 'There is no capture with this id.']);
  });
});

describe('GET /status', () => {
  it('counts what is open, and the slots, by the clock', async () => {
    const { world, slots, add, ask } = anOperator();
    await add(aCapture({ id: ID }), aCapture({ id: 'b'.repeat(32), state: 'claimed', leaseUntil: NOW + MINUTE }));
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + 2 * MINUTE);
    world.now += MINUTE;

    const { status, body } = await ask('GET /status');

    expect(status).toBe(200);
    expect(body).toEqual({
      slots: { limit: 2, periodSeconds: 300, free: 1, takenUntil: ['2026-03-02T10:02:00.000Z'] },
      pending: { total: 1, isPartial: false, byPriority: { major: 1 }, lastDoneAt: '2026-03-02T10:01:00.000Z' },
      inHand: 1,
    });
  });

  it('counts a thousand, and says that there may be more', async () => {
    const asked: number[] = [];
    const { ledger } = anOperator();
    const openKeys: typeof ledger.openKeys = async (limit) => {
      asked.push(limit);
      return Array.from({ length: 1000 }, (_, index) => ({ id: String(index), turn: '1 1' }));
    };
    const getAll: typeof ledger.getAll = async (ids) => ids.map((id) => aCapture({ id }));

    const { body } = await anOperator({ ledger: { ...ledger, openKeys, getAll } }).ask('GET /status');

    expect(asked).toEqual([1000]);
    expect(body.pending).toMatchObject({ total: 1000, isPartial: true });
  });
});
