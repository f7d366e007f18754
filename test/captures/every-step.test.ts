import { describe, expect, it } from 'vitest';
import type { CaptureFields } from '../../lib/captures/capture-fields.ts';
import { announce, gather, join, leaveLeader, endWith } from '../../lib/captures/announcing.ts';
import { renewLease } from '../../lib/captures/lease.ts';
import {
  backOff,
  cancel,
  claim,
  create,
  fail,
  follow,
  ignore,
  putBack,
  putBackAlone,
  putBackAsTried,
  resolve,
  sendAgain,
  reuse,
} from '../../lib/captures/transitions.ts';
import { aCapture, aSnapshot, aSource, type CaptureOverrides, NOW } from '../support/factories.ts';
import { LEASE, FAILURE, NO_TEST, aPending, aClaimed, aCreated, aFailure } from '../support/step-starts.ts';

/** A step with a start in its required state; the test adds the fields that it is about. */
type Step = (overrides: CaptureOverrides) => readonly [before: CaptureFields, after: CaptureFields];
const from =
  <Before extends CaptureFields>(
    make: (overrides: CaptureOverrides) => Before,
    step: (before: Before) => CaptureFields,
  ): Step =>
  (overrides) => {
    const before = make(overrides);
    return [before, step(before)];
  };

const STEPS: readonly { readonly name: string; readonly step: Step }[] = [
  { name: 'claim', step: from(aPending, (capture) => claim(capture, LEASE)) },
  { name: 'follow', step: from(aPending, (capture) => follow(capture, aCapture(), LEASE)) },
  { name: 'putBack', step: from(aClaimed, putBack) },
  { name: 'putBackAsTried', step: from(aClaimed, (capture) => putBackAsTried(capture, NOW)) },
  { name: 'putBackAlone', step: from(aClaimed, (capture) => putBackAlone(capture, '400')) },
  { name: 'backOff', step: from(aClaimed, (capture) => backOff(capture, NOW)) },
  { name: 'resolve', step: from(aClaimed, (capture) => resolve(capture, '1', {})) },
  { name: 'create', step: from(aClaimed, (capture) => create(capture, aSnapshot(), [], LEASE)) },
  { name: 'reuse', step: from(aPending, (capture) => reuse(capture, aSource(), [], LEASE)) },
  { name: 'fail', step: from(aClaimed, (capture) => fail(capture, FAILURE, [], LEASE)) },
  { name: 'renewLease', step: from(aCreated, (capture) => renewLease(capture, LEASE)) },
  { name: 'announce a link', step: from(aCreated, (capture) => announce(capture, NOW)) },
  { name: 'announce a failure', step: from(aFailure, (capture) => announce(capture, NOW)) },
  { name: 'endWith', step: from(aClaimed, (capture) => endWith(capture, aSource(), NOW)) },
  { name: 'ignore', step: from(aClaimed, (capture) => ignore(capture, NO_TEST, NOW)) },
  { name: 'cancel', step: from(aPending, (capture) => cancel(capture, 'anna')) },
  { name: 'join', step: from(aFailure, (capture) => join(capture, aCapture(), LEASE)) },
  { name: 'gather', step: from(aFailure, (capture) => gather(capture, [aFailure()])) },
  { name: 'leaveLeader', step: from(aFailure, leaveLeader) },
  {
    name: 'sendAgain',
    step: (overrides) => {
      const before = aCapture({ version: 3, state: 'failed', failure: FAILURE, ...overrides, announcedAt: NOW });
      return [before, sendAgain({ ...before, announcedAt: NOW, endedAt: undefined }, NOW, 'anna')];
    },
  },
];

describe('transitions: every step', () => {
  it.each(STEPS)('keeps a field that a newer version wrote: $name', ({ step }) => {
    const newer: CaptureOverrides & Record<string, unknown> = { windowKind: 'of a newer version' };

    const [, after] = step(newer);

    expect(after).toMatchObject(newer);
  });

  it.each(STEPS)('counts the version once and leaves the version before as it was: $name', ({ step }) => {
    const [before, after] = step({});
    const [untouched] = step({});

    expect(after.version).toBe(4);
    expect(before).toEqual(untouched);
  });
});

describe('transitions: what is over', () => {
  const inHand = { leaseUntil: NOW, mergedInto: 'leader', notBefore: NOW };

  it.each([
    { name: 'claim', after: claim(aPending(inHand), LEASE), drops: ['mergedInto', 'notBefore'] },
    { name: 'putBack', after: putBack(aClaimed(inHand)), drops: ['leaseUntil', 'mergedInto'] },
    { name: 'backOff', after: backOff(aClaimed(inHand), LEASE), drops: ['leaseUntil', 'mergedInto'] },
    { name: 'resolve', after: resolve(aClaimed(inHand), '1', {}), drops: ['leaseUntil', 'mergedInto'] },
    { name: 'create', after: create(aClaimed(inHand), aSnapshot(), [], LEASE), drops: ['mergedInto'] },
    { name: 'reuse', after: reuse(aPending(inHand), aSource(), [], LEASE), drops: ['mergedInto', 'notBefore'] },
    { name: 'fail', after: fail(aClaimed(inHand), FAILURE, [], LEASE), drops: ['mergedInto', 'notBefore'] },
    { name: 'announce a link', after: announce(aCreated(inHand), NOW), drops: ['leaseUntil'] },
    { name: 'announce a failure', after: announce(aFailure(inHand), NOW), drops: ['leaseUntil'] },
    { name: 'endWith', after: endWith(aClaimed(inHand), aSource(), NOW), drops: ['leaseUntil', 'notBefore'] },
    { name: 'ignore', after: ignore(aClaimed(inHand), NO_TEST, NOW), drops: ['leaseUntil', 'mergedInto', 'notBefore'] },
    { name: 'cancel', after: cancel(aPending(inHand), 'anna'), drops: ['leaseUntil', 'mergedInto', 'notBefore'] },
  ])('stays behind: $name', ({ after, drops }) => {
    for (const field of drops) expect(after).not.toHaveProperty(field, inHand[field as keyof typeof inHand]);
  });
});
