import { describe, expect, it } from 'vitest';
import type { Capture } from '../../../lib/captures/capture.ts';
import type { Evidence } from '../../../lib/operator/evidence/read-evidence.ts';
import { earlierThan, ordinal, standingOf } from '../../../lib/operator/evidence/standing.ts';
import { A_LINK, aCapture, aFailed, aSnapshot, DAY, MINUTE, NOW, without } from '../../support/factories.ts';

const APP_LINK = 'https://app.thousandeyes.com/view/tests/?snapshot=x';
const idOf = (digit: number) => String(digit).repeat(32);
const evidenceOf = (captures: readonly Capture[], turns: Evidence['turns'] = []): Evidence => ({
  captures,
  turns,
  elsewhere: 0,
});
const kindOf = (capture: Capture, now = NOW) => standingOf(evidenceOf([capture]), now).kind;

const published = (snapshot = aSnapshot(), id = idOf(1)) =>
  aCapture({ id, state: 'published', snapshot, announcedAt: NOW });

describe('how far the evidence of an alert is', () => {
  it('is nowhere if nothing is captured', () => {
    expect(standingOf(evidenceOf([]), NOW)).toEqual({ kind: 'nothing' });
  });

  it.each([
    { name: 'published', capture: published() },
    { name: 'created, and not yet told', capture: aCapture({ state: 'created', snapshot: aSnapshot() }) },
    { name: 'reused', capture: aCapture({ state: 'created', snapshot: aSnapshot(), reusedFrom: idOf(9) }) },
    {
      name: 'merged into another one that has it',
      capture: aCapture({ state: 'claimed', snapshot: aSnapshot(), mergedInto: idOf(9) }),
    },
  ])('is open: $name', ({ capture }) => {
    expect(standingOf(evidenceOf([capture]), NOW)).toEqual({ kind: 'open', capture, link: A_LINK });
  });

  it('waits in its turn', () => {
    const [before, mine] = [aCapture({ id: idOf(1) }), aCapture({ id: idOf(2) })];
    const turns = [
      { captures: [before] as const, dueAt: NOW },
      { captures: [aCapture({ id: idOf(3) }), mine] as const, dueAt: NOW + MINUTE },
    ];

    expect(standingOf(evidenceOf([mine], turns), NOW)).toEqual({
      kind: 'waiting',
      capture: mine,
      place: 2,
      dueAt: NOW + MINUTE,
    });
    expect(standingOf(evidenceOf([mine], turns.slice(0, 1)), NOW)).toEqual({ kind: 'waiting', capture: mine });
  });

  it.each([
    { kind: 'in_hand', capture: aCapture({ state: 'claimed', leaseUntil: NOW }) },
    { kind: 'failed', capture: aFailed() },
    { kind: 'cancelled', capture: aFailed({ failure: { code: 'cancelled', detail: 'x' } }) },
    { kind: 'cancelled', capture: aCapture({ state: 'cancelled', endedAt: NOW }) },
    { kind: 'ignored', capture: aCapture({ state: 'ignored', endedAt: NOW }) },
    {
      kind: 'unlinked',
      capture: aCapture({ state: 'created', snapshot: without(aSnapshot(), 'link') }),
    },
    { kind: 'unlinked', capture: published(aSnapshot({}, { link: 'javascript:alert(1)' })) },
  ])('is $kind', ({ kind, capture }) => {
    expect(kindOf(capture)).toBe(kind);
  });

  it('has expired with a share link, of which the end is a fact, and with no other', () => {
    const ends = NOW + 30 * DAY;

    expect(kindOf(published(), ends - 1)).toBe('open');
    expect(kindOf(published(), ends)).toBe('expired');
    expect(kindOf(published(aSnapshot({}, { link: APP_LINK, visibility: 'private' })), ends)).toBe('open');
    expect(kindOf(published(aSnapshot({}, { link: 'https://x.example', visibility: 'unknown' })), ends)).toBe('open');
  });

  it('is that of the newest capture, beside an earlier snapshot that opens', () => {
    const newest = aCapture({ id: idOf(2) });
    const dead = published(aSnapshot({ endsAt: NOW - 31 * DAY }), idOf(3));
    const evidence = evidenceOf([newest, aFailed({ id: idOf(4) }), dead, published()]);

    expect(standingOf(evidence, NOW).kind).toBe('waiting');
    expect(earlierThan(newest, evidence, NOW)?.id).toBe(idOf(1));
    expect(earlierThan(newest, evidenceOf([newest, dead]), NOW)).toBeUndefined();
  });
});

describe('a place in line', () => {
  it.each([
    [1, 'First'],
    [3, 'Third'],
    [10, 'Tenth'],
    [11, '11th'],
    [21, '21st'],
    [112, '112th'],
    [203, '203rd'],
  ])('%i is %s', (place, word) => {
    expect(ordinal(place)).toBe(word);
  });
});
