import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { newQuarantined } from '../../lib/captures/capture.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { cursorOf } from '../../lib/ledger/list.ts';
import { aCapture, aFailed, aSnapshot, NOW, SECOND } from '../support/factories.ts';
import { anOperator } from '../support/operator-harness.ts';
import { refuse } from '../support/settled-captures.ts';

const ID = 'a'.repeat(32);
const UNKNOWN = 'f'.repeat(32);
const unreachable = async () => {
  throw new Error('unreachable');
};

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

  it('starts where a cursor says, and has none where it ends', async () => {
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

describe('POST /captures/{id}/retry', () => {
  it('starts a failed capture again, with all of its attempts, and wakes the worker', async () => {
    const { world, ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }));
    await refuse(ledger, ID);

    const { status, headers, body } = await ask(`POST /captures/${ID}/retry`);

    expect(status).toBe(202);
    expect(body).toMatchObject({ id: ID, state: 'pending', attempts: 0 });
    expect(headers).toMatchObject({ location: `/captures/${ID}` });
    expect(await ledger.get(ID)).toMatchObject({ state: 'pending', sentAgainAt: NOW });
    expect(world.woken).toEqual([ID]);
    expect(world.logged).toEqual(['info']);
  });

  it('is accepted where the worker cannot be woken', async () => {
    const { ledger, add, ask } = anOperator({ sendWake: unreachable });
    await add(aCapture({ id: ID }));
    await refuse(ledger, ID);

    expect(await ask(`POST /captures/${ID}/retry`)).toMatchObject({ status: 202 });
  });

  const failed = { state: 'failed', failure: { code: 'rejected', detail: '400' } } as const;

  it.each([
    { name: 'waits', capture: aCapture({ id: ID }) },
    { name: 'has failed, and its notice is not out', capture: aCapture({ id: ID, ...failed }) },
    {
      name: 'was quarantined',
      capture: {
        ...newQuarantined(
          { id: ID, reason: 'alert', receivedAt: NOW, severity: 'unknown', ...windowEndingAt(NOW, 2) },
          'no known payload family fits',
        ),
        announcedAt: NOW,
      },
    },
    {
      name: 'a newer version has written',
      capture: aCapture({ id: ID, ...failed, announcedAt: NOW, schema: 99 } as never),
    },
  ])('refuses what $name', async ({ capture }) => {
    const { world, ledger, add, ask } = anOperator();
    await add(capture);

    const { status, body } = await ask(`POST /captures/${ID}/retry`);

    expect(status).toBe(409);
    expect(body.detail).toContain('Only a capture that has failed');
    expect(await ledger.get(ID)).toEqual(capture);
    expect(world.woken).toEqual([]);
  });

  it('refuses what somebody else has sent again at the same moment', async () => {
    const { world, ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }));
    await refuse(ledger, ID);

    const answers = await Promise.all([ask(`POST /captures/${ID}/retry`), ask(`POST /captures/${ID}/retry`)]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    expect(world.woken).toEqual([ID]);
  });

  it('says that there is none', async () => {
    const { status, body } = await anOperator().ask(`POST /captures/${UNKNOWN}/retry`);

    expect([status, body.detail]).toEqual([404, 'There is no capture with this id.']);
  });
});

describe('POST /captures/{id}/cancel', () => {
  it('ends the wait of a capture, and wakes the worker to tell of it', async () => {
    const { world, ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }));

    const { status, headers, body } = await ask(`POST /captures/${ID}/cancel`);

    expect(status).toBe(202);
    expect(body).toMatchObject({ id: ID, state: 'cancelled', failure: { code: 'cancelled' } });
    expect(headers).toMatchObject({ location: `/captures/${ID}` });
    expect(await ledger.get(ID)).toMatchObject({ state: 'failed', failure: { code: 'cancelled' } });
    expect(world.woken).toEqual([ID]);
    expect(world.logged).toEqual(['info']);
  });

  it('is accepted where the worker cannot be woken', async () => {
    const { add, ask } = anOperator({ sendWake: unreachable });
    await add(aCapture({ id: ID }));

    expect(await ask(`POST /captures/${ID}/cancel`)).toMatchObject({ status: 202 });
  });

  it.each([
    { name: 'is in hand', capture: aCapture({ id: ID, state: 'claimed', leaseUntil: NOW + SECOND }) },
    { name: 'has a link that is not out', capture: aCapture({ id: ID, state: 'created', snapshot: aSnapshot() }) },
    { name: 'has failed, and its notice is not out', capture: aFailed({ id: ID }) },
    { name: 'a newer version has written', capture: aCapture({ id: ID, schema: 99 }) },
  ])('refuses what $name', async ({ capture }) => {
    const { world, ledger, add, ask } = anOperator();
    await add(capture);

    const { status, body } = await ask(`POST /captures/${ID}/cancel`);

    expect(status).toBe(409);
    expect(body.detail).toContain('Only a capture that is pending');
    expect(await ledger.get(ID)).toEqual(capture);
    expect(world.woken).toEqual([]);
  });

  it('says that there is none', async () => {
    const { status, body } = await anOperator().ask(`POST /captures/${UNKNOWN}/cancel`);

    expect([status, body.detail]).toEqual([404, 'There is no capture with this id.']);
  });
});

describe('a wake that takes a while to send', () => {
  it.each(['retry', 'cancel'])('is out before the answer to %s: Lambda freezes what is under way', async (step) => {
    const woken: unknown[] = [];
    const { ledger, add, ask } = anOperator({
      sendWake: async ({ captureId }) => {
        await nextTurnOfTheLoop();
        woken.push(captureId);
      },
    });
    await add(aCapture({ id: ID }));
    if (step === 'retry') await refuse(ledger, ID);

    const { status } = await ask(`POST /captures/${ID}/${step}`);

    expect([status, woken]).toEqual([202, [ID]]);
  });
});

describe('GET /status', () => {
  it('counts what is open, and the slots', async () => {
    const { slots, add, ask } = anOperator();
    await add(aCapture({ id: ID }));
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + SECOND);

    const { status, body } = await ask('GET /status');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      slots: { limit: 2, periodSeconds: 300, free: 1 },
      pending: { total: 1, isPartial: false, byPriority: { major: 1 } },
    });
  });
});
