import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimsOf } from '../../prove/verdict/claims.ts';
import { figuresOf } from '../../prove/verdict/figures.ts';
import type { Call, Message, StormRecord } from '../../prove/verdict/records.ts';
import { aSoundRecord, KILLED_AT, soundRecords } from './records.ts';

const failing = (record: StormRecord): string[] =>
  claimsOf(figuresOf(record), record)
    .filter(({ holds }) => !holds)
    .map(({ name }) => name);

const detailOf = (record: StormRecord, name: string) =>
  claimsOf(figuresOf(record), record).find((claim) => claim.name === name)?.detail;

const SOUND = aSoundRecord();
const [call] = SOUND.calls as [Call];
const [first] = SOUND.messages as [Message];
const last = SOUND.messages.at(-1) as Message;
const without = <Item>(items: readonly Item[], item: Item) => items.filter((other) => other !== item);

describe('the verdict on a storm', () => {
  it('that went well is that every claim holds', () => {
    fc.assert(
      fc.property(soundRecords, (record) => {
        expect(failing(record)).toEqual([]);
      }),
    );
  });

  it.each<{ name: string; changes: Partial<StormRecord>; claims: string[] }>([
    {
      name: 'an alert was never accepted, nor reported',
      changes: { deliveries: SOUND.deliveries.slice(1), messages: without(SOUND.messages, first) },
      claims: ['accepted'],
    },
    {
      name: 'a delivery was answered 503',
      changes: { deliveries: SOUND.deliveries.map((one, index) => (index === 3 ? { ...one, status: 503 } : one)) },
      claims: ['accepted'],
    },
    {
      name: 'an accepted alert has no message',
      changes: { messages: without(SOUND.messages, first) },
      claims: ['reported'],
    },
    {
      name: 'a message has no link',
      changes: { messages: [...without(SOUND.messages, first), { ...first, link: undefined }] },
      claims: ['linked'],
    },
    {
      name: 'a link was made up',
      changes: { messages: [...without(SOUND.messages, first), { ...first, link: 'https://proof.example/share/x' }] },
      claims: ['genuine'],
    },
    {
      name: 'a link is that of another test',
      changes: { messages: [...without(SOUND.messages, first), { ...first, link: last.link }] },
      claims: ['genuine'],
    },
    {
      name: 'the API gave one link for all tests',
      changes: {
        calls: SOUND.calls.map((one) => ({ ...one, link: call.link })),
        messages: SOUND.messages.map((one) => ({ ...one, link: call.link })),
      },
      claims: ['genuine'],
    },
    { name: 'a message came twice', changes: { messages: [...SOUND.messages, last] }, claims: ['once'] },
    {
      name: 'an alert is in the message of another one, too',
      changes: {
        messages: [...without(SOUND.messages, last), { ...last, alertIds: [...last.alertIds, ...first.alertIds] }],
      },
      claims: ['genuine', 'once'],
    },
    {
      name: 'six calls came within a period',
      changes: {
        calls: [...SOUND.calls, { ...call, at: call.at + 1, status: 502 }, { ...call, at: call.at + 2, status: 502 }],
      },
      claims: ['limit'],
    },
    {
      name: 'a call was refused',
      changes: { calls: SOUND.calls.map((one) => (one.isInOutage ? { ...one, status: 429 } : one)) },
      claims: ['refused'],
    },
    { name: 'nobody killed the system', changes: { killedAt: undefined }, claims: ['killed'] },
    {
      name: 'the kill came when all was done',
      changes: { messages: SOUND.messages.map((one) => ({ ...one, life: 1 })) },
      claims: ['killed'],
    },
    {
      name: 'no call met the outage',
      changes: { calls: SOUND.calls.filter(({ isInOutage }) => !isInOutage) },
      claims: ['outage'],
    },
    {
      name: 'nothing happened at all',
      changes: { deliveries: [], calls: [], messages: [] },
      claims: ['accepted', 'killed', 'outage'],
    },
    { name: 'there were no alerts', changes: { alerts: [] }, claims: ['accepted', 'killed'] },
  ])('fails the claims that do not hold: $name', ({ changes, claims }) => {
    expect(failing({ ...SOUND, ...changes })).toEqual(claims);
  });

  it('fails if any message is missing, or any comes twice', () => {
    fc.assert(
      fc.property(soundRecords, fc.nat(), fc.boolean(), (record, seed, isTwice) => {
        const picked = record.messages[seed % record.messages.length] as Message;
        const messages = isTwice ? [...record.messages, picked] : without(record.messages, picked);

        expect(failing({ ...record, messages })).toEqual([isTwice ? 'once' : 'reported']);
      }),
    );
  });

  it.each([
    { name: 'a second before the kill, and again after it', ms: -1000, life: 2 as const, claims: [] },
    { name: 'long before the kill, and again after it', ms: -2001, life: 2 as const, claims: ['once'] },
    { name: 'twice before the kill', ms: -1000, life: 1 as const, claims: ['once'] },
  ])('a message that left $name fails $claims', ({ ms, life, claims }) => {
    const early: Message = { ...first, at: KILLED_AT + ms };
    const again: Message = { ...first, life, at: KILLED_AT + (life === 1 ? ms + 1 : 5000) };
    const record = { ...SOUND, messages: [...without(SOUND.messages, first), early, again] };

    expect(failing(record)).toEqual(claims);
    expect(figuresOf(record).reportedTwice).toEqual(first.alertIds);
  });

  it('names a few of the alerts that break a claim', () => {
    const record = { ...aSoundRecord(9), messages: [] };

    expect(detailOf(record, 'reported')).toBe(
      'alerts that were accepted and never reported: 9 (a0, a1, a2, a3, a4, …)',
    );
    expect(detailOf({ ...SOUND, messages: SOUND.messages.slice(1) }, 'reported')).toBe(
      'alerts that were accepted and never reported: 1 (a0)',
    );
  });

  it('counts calls, snapshots and waits', () => {
    expect(figuresOf(SOUND)).toMatchObject({
      alerts: 8,
      calls: 9,
      callsInOutage: 1,
      snapshots: 8,
      refused: 0,
      mostInAnyPeriod: 4,
      waitingAtKill: ['a4', 'a5', 'a6', 'a7'],
      tookMs: 50_000 + 9010 + 1000,
      longestCriticalWaitMs: 50_000 + 6010 + 1000,
    });
  });
});
