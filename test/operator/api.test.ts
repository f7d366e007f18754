import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { newQuarantined } from '../../lib/captures/capture.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { claim } from '../../lib/captures/transitions.ts';
import { aCapture, aFailed, aSnapshot, MINUTE, NOW, SECOND } from '../support/factories.ts';
import { anOperator } from '../support/operator-harness.ts';
import { drop, refuse } from '../support/settled-captures.ts';

const ID = 'a'.repeat(32);
const UNKNOWN = 'f'.repeat(32);
const unreachable = async () => {
  throw new Error('unreachable');
};

describe('POST /captures/{id}/retry', () => {
  it('starts a failed capture again, with all of its attempts, and wakes the worker', async () => {
    const { world, ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }));
    await refuse(ledger, ID);
    world.now += MINUTE;

    const { status, headers, body } = await ask(`POST /captures/${ID}/retry`);

    expect(status).toBe(202);
    expect(body).toMatchObject({ id: ID, state: 'pending', attempts: 0 });
    expect(headers).toMatchObject({ location: `/captures/${ID}` });
    expect(await ledger.get(ID)).toMatchObject({ state: 'pending', sentAgainAt: NOW + MINUTE });
    expect(world.woken).toEqual([ID]);
    expect(world.logged).toEqual([['info', 'capture_sent_again', { captureId: ID, operator: 'anna' }]]);
  });

  it('is accepted if the worker cannot be woken', async () => {
    const { world, ledger, add, ask } = anOperator({ sendWake: unreachable });
    await add(aCapture({ id: ID }));
    await refuse(ledger, ID);

    expect(await ask(`POST /captures/${ID}/retry`)).toMatchObject({ status: 202 });
    expect(world.logged).toMatchObject([
      ['error', 'wake_not_sent', new Error('unreachable'), { captureId: ID }],
      ['info', 'capture_sent_again', { captureId: ID }],
    ]);
  });

  it('starts a cancelled capture again, once its notice is published', async () => {
    const { ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }));
    await drop(ledger, ID, 'cancelled');

    const { status, body } = await ask(`POST /captures/${ID}/retry`);

    expect([status, body.state]).toEqual([202, 'pending']);
    expect(await ledger.get(ID)).not.toHaveProperty('endedAt');
  });

  const failed = { state: 'failed', failure: { code: 'rejected', detail: '400' } } as const;

  it.each([
    { name: 'waits', capture: aCapture({ id: ID }) },
    { name: 'has failed, and its notice is not out', capture: aCapture({ id: ID, ...failed }) },
    { name: 'was ignored', capture: aCapture({ id: ID, state: 'ignored', endedAt: NOW }) },
    {
      name: 'was published',
      capture: aCapture({ id: ID, state: 'published', announcedAt: NOW, snapshot: aSnapshot() }),
    },
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
    expect(body.detail).toContain('Only a failed or cancelled capture whose notice is published');
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
  it('ends the wait of a capture, and wakes the worker to announce that', async () => {
    const { world, ledger, add, ask } = anOperator();
    await add(aCapture({ id: ID }));

    const { status, headers, body } = await ask(`POST /captures/${ID}/cancel`);

    expect(status).toBe(202);
    expect(body).toMatchObject({ id: ID, state: 'cancelled', failure: { code: 'cancelled' } });
    expect(headers).toMatchObject({ location: `/captures/${ID}` });
    expect(await ledger.get(ID)).toMatchObject({ state: 'failed', failure: { code: 'cancelled' } });
    expect(world.woken).toEqual([ID]);
    expect(world.logged).toEqual([['info', 'capture_cancelled', { captureId: ID, operator: 'anna' }]]);
  });

  it('refuses what a worker has taken in hand at the same moment', async () => {
    const { ledger, add } = anOperator();
    const capture = aCapture({ id: ID });
    await add(capture);
    const get: typeof ledger.get = async (id) => {
      const read = await ledger.get(id);
      await ledger.save(claim(capture, NOW + MINUTE));
      return read;
    };
    const { world, ask } = anOperator({ ledger: { ...ledger, get } });

    expect(await ask(`POST /captures/${ID}/cancel`)).toMatchObject({ status: 409 });
    expect(await ledger.get(ID)).toMatchObject({ state: 'claimed' });
    expect([world.woken, world.logged]).toEqual([[], []]);
  });

  it('is accepted if the worker cannot be woken', async () => {
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
