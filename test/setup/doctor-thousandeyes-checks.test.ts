import { describe, expect, it } from 'vitest';
import { judgeAccountGroup } from '../../setup/doctor/checks/account-group.ts';
import { judgeClock, observe } from '../../setup/doctor/checks/clock.ts';
import { judgeTest } from '../../setup/doctor/checks/test.ts';
import { judgeRateLimit, judgeToken } from '../../setup/doctor/checks/thousandeyes-token.ts';
import { NOW } from '../support/factories.ts';
import { anAnswer, noAnswer } from './replies.ts';

const GROUPS = { accountGroups: [{ aid: '1', accountGroupName: 'One', isDefaultAccountGroup: true }, { aid: 2 }] };
const limits = (limit: number, remaining: number) => ({
  'x-organization-rate-limit-limit': String(limit),
  'x-organization-rate-limit-remaining': String(remaining),
});
const reset = { 'x-organization-rate-limit-reset': String(NOW / 1000 + 40) };

describe('doctor: ThousandEyes token', () => {
  it.each([
    ['works', anAnswer(200, GROUPS), 'ok', /accepts the token/],
    ['is refused', anAnswer(401, { error: 'invalid_token' }), 'fail', /401.*locks? the account/s],
    ['lacks API access', anAnswer(403), 'fail', /API access/],
    ['cannot be tried, with a reset', anAnswer(429, {}, reset), 'warn', /429.*after 20\d\d-.*Z/s],
    ['cannot be tried', anAnswer(429), 'warn', /429.*a few minutes/s],
    ['meets an outage', anAnswer(502), 'warn', /502.*later/s],
    ['meets another page', anAnswer(200, '<html>'), 'fail', /not the ThousandEyes API.*--api-url/s],
    ['meets another path', anAnswer(404), 'fail', /404.*--api-url/s],
    ['meets a redirect', anAnswer(302), 'fail', /302.*--api-url/s],
    ['finds no host', noAnswer('ENOTFOUND'), 'fail', /does not resolve.*--api-url/s],
    ['finds an expired certificate', noAnswer('CERT_HAS_EXPIRED'), 'fail', /certificate/],
    ['waits in vain', noAnswer('TimeoutError'), 'fail', /in time/],
    ['would go in the clear', noAnswer('NOT_OVER_TLS'), 'fail', /plain http/],
  ])('%s', (_, reply, outcome, said) => {
    const judged = judgeToken(reply, NOW);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('doctor: request limit', () => {
  it.each([
    ['much is left', anAnswer(200, {}, limits(240, 239)), 'ok', /239 of 240/],
    ['little is left', anAnswer(200, {}, limits(240, 3)), 'warn', /Only 3 of 240.*what else/s],
    ['it is not told', anAnswer(200), 'skipped', /does not state/],
    ['there is no answer', noAnswer('ECONNRESET'), 'skipped', /no answer/],
  ])('%s', (_, reply, outcome, said) => {
    const judged = judgeRateLimit(reply);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('doctor: account group', () => {
  const groups = [
    { aid: '1', accountGroupName: 'One', isDefaultAccountGroup: true },
    { aid: '2', accountGroupName: 'Two' },
  ];
  const many = Array.from({ length: 10 }, (_, index) => ({ aid: String(index) }));

  it.each([
    ['named and seen', groups, '2', 'ok', /2 \(Two\)/],
    ['not named', groups, undefined, 'ok', /default, 1 \(One\)/],
    ['not named, and no default', groups.slice(1), undefined, 'warn', /--aid/],
    ['not seen', groups, '3', 'fail', /3\..*1 \(One\), 2 \(Two\)/s],
    ['not seen, of many', many, '99', 'fail', /7 \(no name\) and 2 more/],
    ['not seen, of none', [], '99', 'fail', /It sees none/],
  ])('%s', (_, seen, aid, outcome, said) => {
    const judged = judgeAccountGroup(seen, aid);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('doctor: test', () => {
  const tests = (...list: object[]) => anAnswer(200, { tests: list });
  const none = tests();

  it.each([
    ['is there', tests({ testId: '7', type: 'bgp', enabled: true }), none, 'ok', /7 \(bgp\)/],
    ['has a number as its id', tests({ testId: 7, type: 'voice' }), none, 'ok', /7 \(voice\)/],
    ['is disabled', tests({ testId: '7', type: 'bgp', enabled: false }), none, 'warn', /disabled/],
    ['has an unknown type', tests({ testId: '7', type: 'new' }), none, 'warn', /type new.*--live/s],
    ['is a saved event', tests({ testId: '7', type: 'bgp', savedEvent: true }), none, 'fail', /private snapshot/],
    ['is of Endpoint Agents', none, tests({ testId: '7', type: 'http-server' }), 'fail', /Endpoint Agent test/],
    ['is not there', tests({ testId: '8' }), none, 'fail', /no test 7.*--aid/s],
    ['is not there, and endpoint tests may not be seen', none, anAnswer(403), 'fail', /no test 7/],
    ['may not be seen', anAnswer(403), anAnswer(403), 'fail', /View tests/],
    ['is not to be found out', anAnswer(500), none, 'skipped', /500/],
    ['is not answered for', noAnswer('ECONNRESET'), none, 'skipped', /ECONNRESET/],
  ])('%s', (_, listed, endpointTests, outcome, said) => {
    const judged = judgeTest('7', listed, endpointTests);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('doctor: clocks', () => {
  it.each([
    ['agree', 400, 'ok', /within 1 s of AWS/],
    ['differ by 30 s', 30_000, 'ok', /within 30 s/],
    ['differ by more', 30_001, 'warn', /30 s behind AWS.*NTP/s],
    ['differ the other way', -300_000, 'warn', /300 s ahead of AWS/],
    ['differ by more than 5 minutes', -300_001, 'fail', /ahead of AWS.*future/s],
  ])('%s', (_, aheadMs, outcome, said) => {
    const judged = judgeClock([
      { server: 'AWS', aheadMs },
      { server: 'ThousandEyes', aheadMs: 0 },
    ]);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });

  it('are not judged if no server sent the time', () => {
    expect(judgeClock([]).outcome).toBe('skipped');
  });

  it.each([
    ['Mon, 23 Nov 2026 12:00:10 GMT', 10_000],
    ['soon', undefined],
    [undefined, undefined],
  ])('read a Date of %s against the middle of the call and of its second', (date, aheadMs) => {
    const sentAt = Date.parse('2026-11-23T12:00:00.000Z');

    expect(observe('AWS', date, sentAt, sentAt + 1000)?.aheadMs).toBe(aheadMs);
  });
});
