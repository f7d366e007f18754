import { describe, expect, it } from 'vitest';
import { judgeNoSnapshot, type LiveResult, readCapture } from '../../setup/doctor/checks/live.ts';
import { judgeOperatorApi } from '../../setup/doctor/checks/operator-api.ts';
import { judgePermission } from '../../setup/doctor/checks/permission.ts';
import { type FoundSecret, judgeDifference, judgeSecret } from '../../setup/doctor/checks/secrets.ts';
import { judgeTopic } from '../../setup/doctor/checks/topic.ts';
import { baseUrlOf, judgePing, judgeRefusal, judgeUrl } from '../../setup/doctor/checks/webhook.ts';
import { anAnswer, noAnswer } from './replies.ts';

const LONG = 'a-token-of-some-length';
const value = (secret: string): FoundSecret => ({ kind: 'value', value: secret, from: 'Secrets Manager' });

describe('doctor: a secret', () => {
  it.each<[string, FoundSecret, string, RegExp]>([
    ['the token itself', value(LONG), 'ok', /Readable/],
    ['JSON with a token', value(JSON.stringify({ token: LONG })), 'ok', /Readable/],
    ['a short one', value('short'), 'warn', /fewer than 16.*openssl/s],
    ['a line break at its end', value(`${LONG}\n`), 'warn', /line break/],
    ['a blank in it', value(`${LONG} ${LONG}`), 'fail', /header/],
    ['a line break in JSON', value(JSON.stringify({ token: `${LONG}\n${LONG}` })), 'fail', /header/],
    ['JSON without a token', value('{"key":"x"}'), 'fail', /JSON without a token.*\{\\"token/s],
    ['half of JSON', value('{"token":'), 'fail', /JSON without a token/],
    ['blanks only', value('  \n'), 'fail', /blank.*put-secret-value/s],
    ['nothing', { kind: 'empty' }, 'fail', /no value.*put-secret-value/s],
    ['no right', { kind: 'unreadable', code: 'AccessDeniedException' }, 'fail', /AccessDenied.*GetSecretValue/s],
    ['not given', { kind: 'not-given', option: '--webhook-secret-id' }, 'skipped', /--webhook-secret-id/],
  ])('%s', (_, secret, outcome, said) => {
    const judged = judgeSecret('webhook', secret);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
    expect(JSON.stringify(judged)).not.toContain(LONG);
  });

  it('of ThousandEyes is as long as the vendor makes it', () => {
    expect(judgeSecret('thousandeyes', value('short')).outcome).toBe('ok');
  });

  it.each([
    ['differ', 'one', 'two', 'three', 'ok', /three tokens differ/],
    ['are the same in two forms', 'one', '{"token":"one"}', 'three', 'fail', /webhook and operator/],
    [
      'are the same in one of the names',
      LONG,
      `{"anna":{"token":"${LONG}","role":"view"}}`,
      'three',
      'fail',
      /webhook and operator/,
    ],
    ['are all the same', 'one', 'one', 'one', 'fail', /webhook and operator and thousandeyes/],
    ['are blank but for one', 'one', ' ', ' ', 'skipped', /fewer than two/],
  ])('and the others %s', (_, webhook, operator, thousandeyes, outcome, said) => {
    const judged = judgeDifference({
      webhook: value(webhook),
      operator: value(operator),
      thousandeyes: value(thousandeyes),
    });

    expect(judged.outcome).toBe(outcome);
    expect(judged.message).toMatch(said);
  });
});

describe('doctor: topic', () => {
  it.each([
    ['one confirmed', '1', '0', 'ok', /1 subscription is confirmed/],
    ['some pending', '2', '1', 'warn', /2 subscriptions are confirmed, but 1.*confirm/s],
    ['only pending', '0', '2', 'fail', /Nobody.*2 subscriptions.*confirm/s],
    ['none', '0', '0', 'fail', /no subscription.*sns subscribe/s],
  ])('%s', (_, SubscriptionsConfirmed, SubscriptionsPending, outcome, said) => {
    const { topic } = judgeTopic({ attributes: { SubscriptionsConfirmed, SubscriptionsPending } });

    expect(topic?.outcome).toBe(outcome);
    expect(JSON.stringify(topic)).toMatch(said);
  });

  it.each([
    ['alias/aws/sns', 'ok'],
    ['', 'warn'],
  ])('with the key "%s"', (KmsMasterKeyId, outcome) => {
    expect(judgeTopic({ attributes: { KmsMasterKeyId } })['topic-encryption']?.outcome).toBe(outcome);
  });

  it.each([
    ['NotFoundException', /does not exist.*EvidenceTopicArn/s],
    ['AuthorizationErrorException', /AuthorizationError.*GetTopicAttributes/s],
  ])('that cannot be read: %s', (code, said) => {
    const judged = judgeTopic({ code });

    expect(judged.topic?.outcome).toBe('fail');
    expect(JSON.stringify(judged.topic)).toMatch(said);
    expect(judged['topic-encryption']?.outcome).toBe('skipped');
  });
});

describe('doctor: webhook', () => {
  const PING = { status: 'ignored', reason: 'test_ping' };

  it.each([
    ['https://x.example/webhooks/thousandeyes', 'https://x.example'],
    ['https://x.example/', 'https://x.example'],
    ['https://x.example/te/webhooks/thousandeyes/', 'https://x.example/te'],
    ['https://user@x.example/', undefined],
    ['https://x.example/?key=1', undefined],
    ['ftp://x.example/', undefined],
    ['x.example', undefined],
  ])('has the base of %s', (url, base) => {
    expect(baseUrlOf(url)).toBe(base);
  });

  it.each([
    ['over TLS', 'https://x.example', anAnswer(401), 'ok', /TLS/],
    ['in the clear', 'http://x.example', undefined, 'fail', /https/],
    ['here in the clear', 'http://127.0.0.1:1', anAnswer(401), 'warn', /https/],
    ['redirected', 'https://x.example', anAnswer(301), 'fail', /301.*redirect/s],
    ['nowhere', 'https://x.example', anAnswer(404), 'fail', /404/],
    [
      'with a certificate of its own',
      'https://x.example',
      noAnswer('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'fail',
      /certificate/,
    ],
    ['without TLS', 'https://x.example', noAnswer('ERR_SSL_WRONG_VERSION_NUMBER'), 'fail', /speak TLS.*URL/s],
    ['refused', 'https://x.example', noAnswer('ECONNREFUSED'), 'fail', /ECONNREFUSED.*URL/s],
  ])('is reached %s', (_, url, reply, outcome, said) => {
    const judged = judgeUrl(url, reply);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });

  it.each([
    [anAnswer(401), 'ok', /401/],
    [anAnswer(200, PING), 'fail', /anybody/],
    [anAnswer(403), 'skipped', /WEBHOOK_ALLOWED_CIDRS/], // before, this was a fault of the webhook
    [anAnswer(503), 'fail', /503.*log/s],
    [noAnswer('ECONNRESET'), 'fail', /ECONNRESET/],
  ])('answers a wrong token: %j', (reply, outcome, said) => {
    const judged = judgeRefusal(reply);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });

  it.each([
    [anAnswer(200, PING), 'ok', /in 12 ms/],
    [{ ...anAnswer(200, PING), tookMs: 1500 }, 'ok', /1500 ms, more than a second/],
    [anAnswer(200, { status: 'accepted' }), 'fail', /not this webhook/],
    [anAnswer(401), 'fail', /refuses.*stage/s],
    [anAnswer(403), 'skipped', /WEBHOOK_ALLOWED_CIDRS/],
    [anAnswer(503), 'fail', /503.*log/s],
    [noAnswer('TimeoutError'), 'fail', /in time/],
  ])('answers a test ping: %j', (reply, outcome, said) => {
    const judged = judgePing(reply);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('doctor: operator API', () => {
  const status = (changes: object = {}) =>
    anAnswer(200, {
      slots: { limit: 5, periodSeconds: 300, free: 5 },
      pending: { total: 0, isPartial: false, byPriority: {} },
      inHand: 0,
      ...changes,
    });
  const closed = (reason: string, changes: object = {}) =>
    status({ gate: { reason, closedUntil: '2026-03-01T10:00:00Z' }, ...changes });
  const allTaken = { inHand: 5, slots: { limit: 5, periodSeconds: 300, free: 0 } };
  const waiting = { pending: { total: 3, isPartial: true, lastDoneAt: '2026-03-01T10:00:00Z' } };

  it.each([
    ['an open gate', status(), 'gate', 'ok', /Open/],
    ['a spent quota', closed('rate_limited'), 'gate', 'warn', /2026-03-01T10.*SNAPSHOT_LIMIT/s],
    ['a refused token', closed('unauthorized'), 'gate', 'fail', /until somebody acts.*valid token/s],
    ['no token', closed('token_unavailable'), 'gate', 'fail', /until somebody acts.*Fill/s],
    ['no way out', closed('unreachable'), 'gate', 'warn', /THOUSANDEYES_API_URL/],
    ['a reason of later', closed('moon'), 'gate', 'warn', /gate_closed/],
    ['nothing waiting', status(), 'backlog', 'ok', /0 waiting/],
    ['work under way', status({ ...waiting, ...allTaken }), 'backlog', 'ok', /3 or more waiting, until about 2026/],
    [
      'work and a refused token',
      closed('unauthorized', waiting),
      'backlog',
      'warn',
      /3 or more waiting, blocked by the/,
    ],
    ['work and no token', closed('token_unavailable', waiting), 'backlog', 'warn', /blocked by the gate/],
    ['work and a spent quota', closed('rate_limited', waiting), 'backlog', 'ok', /until about 2026/],
    ['no work and a refused token', closed('unauthorized'), 'backlog', 'ok', /0 waiting/],
    ['work and nobody at it', status(waiting), 'backlog', 'warn', /dead-letter/],
    // Before, captures in the hands of a dead worker counted as work under way.
    ['work, and a worker that died', status({ ...waiting, inHand: 1 }), 'backlog', 'warn', /dead-letter/],
    ['a wrong token', anAnswer(401), 'operator-api', 'fail', /401.*stage/s],
    ['another address', anAnswer(403), 'operator-api', 'warn', /address.*OPERATOR_ALLOWED_CIDRS/s], // before, this was a wrong URL
    ['no ledger', anAnswer(503), 'operator-api', 'fail', /503.*log/s],
    ['something else', anAnswer(200, { status: 'fine' }), 'operator-api', 'fail', /URL/],
    ['no answer', noAnswer('ENOTFOUND'), 'operator-api', 'fail', /does not resolve/],
    ['no answer for the gate', noAnswer('ENOTFOUND'), 'gate', 'skipped', /GET \/status/],
  ] as const)('reports %s', (_, reply, check, outcome, said) => {
    const judged = judgeOperatorApi(reply)[check];

    expect(judged?.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });
});

describe('doctor: live snapshot and permission', () => {
  const LINK = 'https://wdiac.share.thousandeyes.com/view/tests';
  const created = (visibility: 'public' | 'private' | 'unknown', isReused = false): LiveResult => ({
    kind: 'created',
    link: LINK,
    visibility,
    isReused,
  });
  const failed = { kind: 'failed', detail: 'rejected: 400', fix: 'Correct it.' } as const;

  it.each<[string, Exclude<LiveResult, { kind: 'created' }>, string, RegExp]>([
    ['forbidden', { kind: 'forbidden' }, 'fail', /Create snapshot shares/],
    ['refused', failed, 'fail', /rejected: 400.*Correct it/s],
    ['waiting', { kind: 'waiting', captureId: 'abc' }, 'warn', /captures\/abc/],
  ])('is %s', (_, result, outcome, said) => {
    const judged = judgeNoSnapshot(result);

    expect(judged.outcome).toBe(outcome);
    expect(JSON.stringify(judged)).toMatch(said);
  });

  it.each<[ReturnType<typeof anAnswer>, LiveResult | object]>([
    [anAnswer(200, { id: 'abc', link: LINK, visibility: 'public' }), created('public')],
    [anAnswer(200, { id: 'abc', link: LINK }), created('unknown')],
    [anAnswer(200, { id: 'abc', link: LINK, reusedFrom: 'abd' }), { kind: 'created', isReused: true }],
    [anAnswer(202, { id: 'abc' }), { kind: 'waiting', captureId: 'abc' }],
    [anAnswer(200, { id: 'a', failure: { code: 'forbidden', detail: '', advice: '' } }), { kind: 'forbidden' }],
    [anAnswer(200, { id: 'a', failure: { code: 'rejected', detail: '400', advice: 'Correct it.' } }), failed],
    [anAnswer(401), { kind: 'failed', detail: 'POST /captures answers 401' }],
    [noAnswer('TimeoutError'), { kind: 'failed', detail: 'no answer in time' }],
  ])('reads %j', (reply, result) => {
    expect(readCapture(reply)).toMatchObject(result);
  });

  it.each<[string, LiveResult | undefined, string | undefined, string]>([
    ['shown by a snapshot of now', created('public'), undefined, 'ok'],
    ['shown by a snapshot of a day ago', undefined, '2026-03-01T10:00:00Z', 'ok'],
    // Before, a snapshot of any age was a proof, although its token may have been replaced since.
    ['in doubt after a snapshot of longer ago', undefined, '2026-03-01T09:59:59Z', 'warn'],
    ['in doubt after a failure and a snapshot of longer ago', failed, '2026-02-01T10:00:00Z', 'warn'],
    ['not shown by a snapshot that was reused', created('public', true), undefined, 'skipped'],
    ['missing', { kind: 'forbidden' }, '2026-03-02T10:00:00Z', 'fail'],
    ['not shown by another failure', failed, undefined, 'skipped'],
    ['not shown', undefined, undefined, 'skipped'],
  ])('the permission is %s', (_, live, tokenWorkedAt, outcome) => {
    const now = Date.parse('2026-03-02T10:00:00Z');

    expect(judgePermission(live, { tokenWorkedAt }, now).outcome).toBe(outcome);
  });

  it.each([
    ['unauthorized', 'warn'],
    ['token_unavailable', 'warn'],
    ['rate_limited', 'ok'],
  ])('the permission that a snapshot of a day ago shows is, at a gate closed for %s: %s', (reason, outcome) => {
    const at = '2026-03-01T10:00:00Z';

    const judged = judgePermission(undefined, { tokenWorkedAt: at, gate: { reason, closedUntil: at } }, Date.parse(at));

    expect(judged.outcome).toBe(outcome);
  });
});
