import { describe, expect, it } from 'vitest';
import type { CallFailure } from '../../lib/planning/call-failure.ts';
import type { GateReason } from '../../lib/planning/quota.ts';
import { aCapture, NOW, SECOND } from '../support/factories.ts';
import { aWorker } from '../support/worker-harness.ts';

const ONE_CALL = 25.4 * SECOND;

/** The gate after one call with this answer, at an opening after `strikes` closings for `reason`. */
const gateAfter = async (answer: CallFailure, { reason, strikes }: { reason?: GateReason; strikes?: number } = {}) => {
  const worker = aWorker({ random: () => 0 });
  if (reason !== undefined) await worker.slots.closeGate({ closedUntil: NOW - 1, reason, strikes: strikes ?? 1 });
  worker.world.snapshots.push(answer);
  await worker.add(aCapture({ id: 'a' }));
  await worker.work([], ONE_CALL);
  return { ...worker, gate: (await worker.slots.read()).gate };
};

describe('worker: how long the gate closes', () => {
  it.each<{ answer: CallFailure; reason: GateReason; closedFor: number }>([
    { answer: { outcome: 'limited', headers: {} }, reason: 'rate_limited', closedFor: 2.5 * SECOND },
    { answer: { outcome: 'unsent', detail: 'ECONNREFUSED' }, reason: 'unreachable', closedFor: 0.5 * SECOND },
    { answer: { outcome: 'redirected', detail: '301' }, reason: 'redirected', closedFor: 30 * SECOND },
    { answer: { outcome: 'unauthorized' }, reason: 'unauthorized', closedFor: 90 * SECOND },
  ])('is half to all of its time where nobody says: $reason', async ({ answer, reason, closedFor }) => {
    const { gate } = await gateAfter(answer);

    expect(gate).toEqual({ reason, closedUntil: NOW + closedFor, strikes: 1 });
  });

  it('doubles with each closing in a row for the same reason', async () => {
    const { gate } = await gateAfter({ outcome: 'limited', headers: {} }, { reason: 'rate_limited', strikes: 3 });

    expect(gate).toMatchObject({ closedUntil: NOW + 20 * SECOND, strikes: 4 });
  });

  it('starts anew with another reason', async () => {
    const { gate } = await gateAfter({ outcome: 'limited', headers: {} }, { reason: 'unreachable', strikes: 3 });

    expect(gate).toMatchObject({ reason: 'rate_limited', closedUntil: NOW + 2.5 * SECOND, strikes: 1 });
  });

  it('is what the vendor says', async () => {
    const { gate } = await gateAfter({ outcome: 'limited', headers: { retryAfter: '77' } });

    expect(gate).toMatchObject({ closedUntil: NOW + 77 * SECOND });
  });
});

describe('worker: the one call at an opening', () => {
  it.each<{ name: string; answer: CallFailure; strikes: number }>([
    { name: 'opens it where it is about the capture', answer: { outcome: 'forbidden', detail: '403' }, strikes: 0 },
    { name: 'keeps its strikes where the answer is lost', answer: { outcome: 'doubtful', detail: '502' }, strikes: 3 },
  ])('$name', async ({ answer, strikes }) => {
    const { gate } = await gateAfter(answer, { reason: 'unreachable', strikes: 3 });

    expect(gate).toMatchObject({ closedUntil: 0, strikes });
  });

  it('is not made where another worker has it, and nothing is claimed', async () => {
    const { slots } = aWorker();
    const worker = aWorker({ slots: { ...slots, takeProbe: async () => undefined } });
    await slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 1 });
    const capture = aCapture({ id: 'a' });
    await worker.add(capture);
    worker.world.snapshots.push({ outcome: 'forbidden', detail: '403' });

    await worker.work([], ONE_CALL - SECOND);

    expect(worker.world.posts).toEqual([]);
    expect(await worker.ledger.get('a')).toEqual(capture);
  });

  it('that is not made for want of the capture keeps the strikes', async () => {
    const { slots, ledger } = aWorker();
    const capture = aCapture({ id: 'a' });
    const isOurs = async () => {
      await ledger.save({ ...capture, state: 'cancelled', endedAt: NOW, version: 2 } as never);
      return false;
    };
    const worker = aWorker({ slots, ledger: { ...ledger, save: isOurs } });
    await slots.closeGate({ closedUntil: NOW - 1, reason: 'unreachable', strikes: 3 });
    await ledger.add(capture);

    await worker.work([], ONE_CALL);

    expect(worker.world.posts).toEqual([]);
    expect((await slots.read()).gate).toMatchObject({ closedUntil: 0, strikes: 3 });
  });
});

describe('worker: what is counted of ThousandEyes', () => {
  it.each<{ answer: CallFailure; counted: string | undefined }>([
    { answer: { outcome: 'unavailable', headers: {}, detail: '503' }, counted: 'UpstreamErrors' },
    { answer: { outcome: 'doubtful', detail: '502' }, counted: 'UpstreamErrors' },
    { answer: { outcome: 'redirected', detail: '301' }, counted: 'UpstreamRedirected' },
    { answer: { outcome: 'unsent', detail: 'ECONNREFUSED' }, counted: undefined },
    { answer: { outcome: 'forbidden', detail: '403' }, counted: undefined },
  ])('is what somebody may have to act on: $answer.outcome counts $counted', async ({ answer, counted }) => {
    const { world } = await gateAfter(answer);

    const names = world.measured.map(({ name }) => name).filter((name) => name.startsWith('Upstream'));
    expect(names).toEqual(counted === undefined ? [] : [counted]);
  });
});

describe('worker: the log of calls', () => {
  it.each<{ name: string; answer?: CallFailure; lines: number }>([
    { name: 'a snapshot and its notification', lines: 2 },
    { name: 'a refusal and its notice', answer: { outcome: 'forbidden', detail: '403' }, lines: 2 },
    {
      name: 'an answer that closes the gate, and the wake for its opening',
      answer: { outcome: 'unauthorized' },
      lines: 3,
    },
  ])('has a line for each decision: $name', async ({ answer, lines }) => {
    const worker = aWorker();
    if (answer) worker.world.snapshots.push(answer);
    await worker.add(aCapture());

    await worker.work([], ONE_CALL);

    expect(new Set(worker.world.logged).size).toBe(lines);
    expect(worker.world.logged).toHaveLength(lines);
  });

  it.each([
    { name: 'missing', read: async () => [] },
    { name: 'malformed', read: async () => ['a b'] },
    {
      name: 'not readable',
      read: async () => {
        throw new Error('AccessDenied');
      },
    },
  ])('says of a token that it is $name, beside what follows', async ({ read }) => {
    const worker = aWorker({ token: { get: read, refresh: read } });
    await worker.add(aCapture());

    await worker.work([], ONE_CALL);

    expect(worker.world.logged).toHaveLength(3);
  });
});
