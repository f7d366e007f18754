import { describe, expect, it } from 'vitest';
import { inOrderOfProbe } from '../../lib/planning/probe.ts';
import { aCapture, NOW, without } from '../support/factories.ts';

const group = (id: string, triedAt?: number) => ({
  leader: aCapture({ id, testId: id, ...(triedAt !== undefined && { triedAt }) }),
  followers: [],
  readyAt: 0,
  isBusy: false,
});
const orderOf = (groups: readonly ReturnType<typeof group>[], doubts?: readonly string[]) =>
  inOrderOfProbe(groups, { closedUntil: 0, strikes: 1, ...(doubts && { doubts }) }).map(({ leader }) => leader.id);

describe('probe: who is asked first after an outage', () => {
  it('a test that has not met it', () => {
    expect(orderOf([group('1'), group('2'), group('3')], ['74411/1', '74411/2'])).toEqual(['3', '1', '2']);
  });

  it('then the one that was tried the longest ago, those that were charged before', () => {
    const groups = [group('1', NOW), group('2', NOW - 1), group('3')];

    expect(orderOf(groups, ['74411/1', '74411/2', '74411/3'])).toEqual(['3', '2', '1']);
  });

  it('by turn, where nobody is in doubt', () => {
    expect(orderOf([group('2', NOW), group('1')])).toEqual(['2', '1']);
  });

  it('knows one without a test by its id', () => {
    const nameless = { ...group('1'), leader: without(aCapture({ id: 'a' }), 'testId') };

    expect(orderOf([nameless, group('2')], ['a'])).toEqual(['2', 'a']);
  });
});
