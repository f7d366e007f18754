import { describe, expect, it } from 'vitest';
import { inOrderOfProbe } from '../../lib/planning/probe.ts';
import type { GateReason } from '../../lib/planning/quota.ts';
import { aCapture, NOW, without } from '../support/factories.ts';

const group = (id: string, triedAt?: number) => ({
  leader: aCapture({ id, testId: id, ...(triedAt !== undefined && { triedAt }) }),
  followers: [],
  readyAt: 0,
  isBusy: false,
});
const orderOf = (groups: readonly ReturnType<typeof group>[], reason: GateReason, doubts?: readonly string[]) =>
  inOrderOfProbe(groups, { closedUntil: 0, strikes: 1, reason, ...(doubts && { doubts }) }).map(
    ({ leader }) => leader.id,
  );

describe('probe: who is asked first when the gate opens again', () => {
  it('a test that has not met the outage', () => {
    expect(orderOf([group('1'), group('2'), group('3')], 'failing', ['74411/1', '74411/2'])).toEqual(['3', '1', '2']);
  });

  it('then the one that was asked the longest ago, those that were charged before', () => {
    const groups = [group('1', NOW), group('2', NOW - 1), group('3')];

    expect(orderOf(groups, 'failing', ['74411/1', '74411/2', '74411/3'])).toEqual(['3', '2', '1']);
  });

  it.each(['unavailable', 'unauthorized', 'unreachable', 'redirected', 'token_unavailable'] as const)(
    'another one each time, whatever the answer was: %s',
    (reason) => {
      expect(orderOf([group('1', NOW), group('2', NOW - 1), group('3')], reason)).toEqual(['3', '2', '1']);
    },
  );

  it('by turn, where the quota is spent, for it is so for all', () => {
    expect(orderOf([group('2', NOW), group('1')], 'rate_limited')).toEqual(['2', '1']);
  });

  it('knows one without a test by its id', () => {
    const nameless = { ...group('1'), leader: without(aCapture({ id: 'a' }), 'testId') };

    expect(orderOf([nameless, group('2')], 'failing', ['a'])).toEqual(['2', 'a']);
  });
});
