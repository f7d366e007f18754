import { describe, expect, it } from 'vitest';
import { claim } from '../../lib/captures/transitions.ts';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { A_UUID, aCapture, MINUTE, NOW, SECOND, without } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const unnamed = (id = 'a') => without(aCapture({ id }), 'testId');
const ONE_CALL = 26 * SECOND;

/** A worker with one alert to look up, and this answer to the look-up. */
const lookedUp = async (answer: CallFailure, random = 0.5) => {
  const worker = aWorker({ random: () => random });
  worker.world.lookups.push(answer);
  await worker.add(unnamed());
  await worker.work([], ONE_CALL);
  return { ...worker, capture: await worker.ledger.get('a') };
};

describe('worker: a look-up', () => {
  it('asks for the alert with the token, and takes over what the payload lacks', async () => {
    const asked: unknown[] = [];
    const worker = aWorker({
      thousandEyes: {
        createSnapshot: async () => ({ outcome: 'forbidden', detail: '403' }),
        lookUpAlert: async (token, alert) => {
          asked.push([token, alert.alertId, alert.aid]);
          return { outcome: 'found', testId: '77', alert: { severity: 'critical', ruleId: '5' } };
        },
      },
    });
    await worker.add(without({ ...unnamed(), severity: 'unknown' as const }, 'alert'), unnamed('b'));

    await worker.work();

    expect(asked).toContainEqual(['token', A_UUID, '74411']);
    expect(asked).toContainEqual(['token', undefined, undefined]);
    expect(await worker.ledger.get('a')).toMatchObject({ testId: '77', severity: 'critical' });
    expect(await worker.ledger.get('b')).toMatchObject({
      testId: '77',
      severity: 'major',
      alert: { ruleId: '5120077' },
    });
  });

  it('is made by one of two workers', async () => {
    const ledger = createMemoryLedger(() => NOW);
    let calls = 0;
    const capture = unnamed();
    await ledger.add(capture);
    const worker = aWorker({
      ledger: {
        ...ledger,
        save: async (next) => {
          if (next.state === 'claimed') await ledger.save(claim(capture, NOW + MINUTE));
          return next.state === 'claimed' ? false : ledger.save(next);
        },
      },
      thousandEyes: {
        createSnapshot: async () => ({ outcome: 'forbidden', detail: '403' }),
        lookUpAlert: async () => {
          calls += 1;
          return { outcome: 'found', testId: '77', alert: {} };
        },
      },
    });

    await worker.work([], ONE_CALL);

    expect(calls).toBe(0);
    expect(worker.world.logged).not.toContain('capture_crashed');
  });

  it('is not made where there is no token', async () => {
    const none = async () => [];
    const worker = aWorker({ token: { get: none, refresh: none } });
    await worker.add(unnamed());
    worker.world.lookups.push({ outcome: 'found', testId: '77', alert: {} });

    await worker.work([], ONE_CALL);

    expect(worker.world.lookups).toHaveLength(1);
    expect(await worker.ledger.get('a')).toEqual(unnamed());
    expect(worker.world.logged).not.toContain('capture_crashed');
  });
});

describe('worker: a look-up whose token was rotated', () => {
  it('is made again with the new one, where there is the time', async () => {
    const worker = aWorker();
    worker.world.tokens = { cached: ['old'], stored: ['new'] };
    worker.world.lookups.push({ outcome: 'unauthorized' }, { outcome: 'found', testId: '77', alert: {} });
    await worker.add(unnamed());

    await worker.work();

    expect(await worker.ledger.get('a')).toMatchObject({ testId: '77' });
  });

  it('is not made again where there is none: the capture waits, uncharged, and the gate stays open', async () => {
    const worker: ReturnType<typeof aWorker> = aWorker({
      token: {
        get: async () => ['old'],
        refresh: async () => {
          worker.world.now += 2 * SECOND;
          return ['new'];
        },
      },
    });
    worker.world.lookups.push({ outcome: 'unauthorized' }, { outcome: 'found', testId: '77', alert: {} });
    await worker.add(unnamed());

    await worker.work([], ONE_CALL);

    expect(worker.world.lookups).toHaveLength(1);
    expect(await worker.ledger.get('a')).toMatchObject({ state: 'pending', attempts: 0 });
    expect((await worker.slots.read()).gate.closedUntil).toBe(0);
    expect(worker.world.logged).not.toContain('capture_crashed');
  });
});

describe('worker: a look-up that fails', () => {
  it.each<{ name: string; answer: CallFailure }>([
    { name: 'an alert that is not known yet', answer: { outcome: 'rejected', status: 404, detail: '404' } },
    { name: 'a lost answer', answer: { outcome: 'doubtful', detail: '502' } },
  ])('is tried again after a random part of two seconds, and marks nothing: $name', async ({ answer }) => {
    const { capture } = await lookedUp(answer, 0.75);

    expect(capture).toMatchObject({ state: 'pending', attempts: 1, notBefore: NOW + 1.5 * SECOND });
    expect(capture).not.toHaveProperty('possibleDuplicate');
  });

  it.each<{ answer: CallFailure; code: string }>([
    { answer: { outcome: 'forbidden', detail: '403' }, code: 'alert_forbidden' },
    { answer: { outcome: 'rejected', status: 400, detail: '400' }, code: 'rejected' },
  ])('for good fails the capture alone: $code', async ({ answer, code }) => {
    const { world, capture } = await lookedUp(answer);

    expect(capture).toMatchObject({ state: 'failed', failure: { code, detail: expect.any(String) } });
    expect(world.published.map(({ event }) => event.captureIds)).toEqual([['a']]);
  });

  it('because of all closes the gate, and charges nothing', async () => {
    const { capture, slots } = await lookedUp({ outcome: 'redirected', detail: '301' });

    expect(capture).toMatchObject({ state: 'pending', attempts: 0, triedAt: NOW });
    expect((await slots.read()).gate).toMatchObject({ reason: 'redirected', strikes: 1 });
  });
});

describe('worker: a look-up at an opening of the gate', () => {
  const atTheOpening = async (reason: 'rate_limited' | 'failing' | 'unreachable') => {
    const worker = aWorker();
    await worker.slots.closeGate({ closedUntil: NOW - 1, reason, strikes: 4 });
    worker.world.lookups.push({ outcome: 'rejected', status: 404, detail: '404' });
    await worker.add(unnamed());
    await worker.work([], ONE_CALL);
    return (await worker.slots.read()).gate;
  };

  it('that came through opens it for all', async () => {
    expect(await atTheOpening('unreachable')).toMatchObject({ closedUntil: 0, strikes: 0 });
  });

  it.each(['rate_limited', 'failing'] as const)('says nothing of what only snapshots meet: %s', async (reason) => {
    expect(await atTheOpening(reason)).toMatchObject({ closedUntil: 0, strikes: 4 });
  });
});
