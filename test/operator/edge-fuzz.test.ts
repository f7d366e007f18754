import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecognition } from '../../lib/edge/recognize.ts';
import { withSafeHeaders } from '../../lib/edge/safe-headers.ts';
import { ROUTES } from '../../lib/operator/router.ts';
import { operatorsOf } from '../../lib/runtime/operators.ts';
import { runs } from '../simulation/scenarios.ts';
import { A_LINK, aCapture, aRequest, aSnapshot, NOW } from '../support/factories.ts';
import { anOperator } from '../support/operator-harness.ts';

const ANNA = 'the-token-of-anna-who-operates';
const BEN = 'the-token-of-ben-who-may-view';
const SECRET = JSON.stringify({ anna: { token: ANNA, role: 'operate' }, ben: { token: BEN, role: 'view' } });
const ID = 'a'.repeat(32);
const HOST = 'abc.execute-api.eu-central-1.amazonaws.com';
const PATHS = [
  '/captures',
  '/captures/form',
  `/captures/${ID}`,
  `/captures/${ID}/link`,
  `/captures/${ID}/retry`,
  `/captures/${ID}/cancel`,
];
const PAGES = ['/', '/status', '/sign-in', '/sign-out', '/board.css', '/board.js'];

/** The captures function with its edge, one capture in the ledger, and all of its logs. */
const setUp = async () => {
  const operators = async () => operatorsOf(SECRET).operators;
  const recognition = createRecognition({ get: operators, refresh: operators }, () => NOW);
  const api = anOperator(recognition);
  await api.add(aCapture({ id: ID, state: 'published', snapshot: aSnapshot(), announcedAt: NOW }));
  const sessions = await Promise.all([ANNA, BEN].map((token) => recognition.signIn(token, { host: HOST })));
  return {
    ...api,
    handle: withSafeHeaders(api.operate),
    sessions: sessions.map((one) => one?.cookie.split(';')[0] ?? ''),
  };
};

describe('the operator’s function: anything that may be sent to it', async () => {
  const { sessions } = await setUp();
  const odd = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '',
      '0',
      ' ',
      '__proto__',
      'constructor',
      '%',
      '%00',
      '\0',
      '\r\nset-cookie: a=b',
      '=',
      ';',
      '//x',
      HOST,
    ),
  );
  const mutated = (texts: readonly string[]) =>
    fc
      .tuple(fc.constantFrom(...texts), fc.nat({ max: 80 }), odd)
      .map(([text, at, inserted]) => `${text.slice(0, at)}${inserted}${text.slice(at)}`);
  const cookie = fc.oneof(fc.constantFrom(...sessions), mutated(sessions), odd);
  const authorization = fc.oneof(
    fc.constantFrom(`Bearer ${ANNA}`, `Bearer ${BEN}`, 'Bearer', 'Basic', 'Basic !'),
    mutated([`Bearer ${ANNA}`]),
    odd,
  );
  const headers = fc.record(
    {
      host: fc.oneof(fc.constant(HOST), odd),
      authorization,
      'content-type': fc.oneof(fc.constantFrom('application/json', 'application/x-www-form-urlencoded'), odd),
      'sec-fetch-site': fc.oneof(fc.constantFrom('same-origin', 'none', 'cross-site'), odd),
      origin: fc.oneof(fc.constantFrom('null', `https://${HOST}`), odd),
      accept: fc.oneof(fc.constant('text/html'), odd),
      'if-none-match': odd,
      'idempotency-key': odd,
      prefer: odd,
    },
    { requiredKeys: [] },
  );
  const field = fc.oneof(odd, fc.constantFrom(ANNA, BEN, '/', '/status', '/\\x', `/captures/${ID}/link`));
  const query = fc.dictionary(
    fc.oneof(fc.constantFrom('state', 'testId', 'since', 'limit', 'cursor', 'next', 'v'), odd),
    field,
    { maxKeys: 3 },
  );
  const body = fc.option(
    fc.oneof(
      odd,
      fc.json(),
      fc.record({ token: field, next: field }).map((form) => new URLSearchParams(toWellFormed(form)).toString()),
      fc
        .record({ testId: fc.oneof(odd, fc.constant('1')), hours: odd, endDate: odd }, { requiredKeys: [] })
        .map((form) => new URLSearchParams(toWellFormed(form)).toString()),
      fc.constantFrom('{"testId":"1"}', `token=${ANNA}&next=//evil.example`, `token=${'x'.repeat(9000)}`),
    ),
    { nil: undefined },
  );
  const request = fc.record({
    method: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('GET', 'POST') },
      { weight: 1, arbitrary: fc.oneof(fc.constantFrom('HEAD', 'PUT', 'DELETE', 'OPTIONS'), odd) },
    ),
    rawPath: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PATHS, ...PAGES, '/sign-in') },
      { weight: 1, arbitrary: odd },
    ),
    headers,
    cookies: fc.option(fc.array(cookie, { maxLength: 3 }), { nil: undefined }),
    query,
    body,
    isBase64Encoded: fc.boolean(),
  });

  it('is never answered 5xx, lets nobody in without credentials, leads nobody off, and keeps tokens and links for itself', async () => {
    const seen = new Map<number | undefined, number>();
    await fc.assert(
      fc.asyncProperty(request, async ({ method, query: asked, cookies, body: text, ...sent }) => {
        const { handle, world } = await setUp();
        const plain = aRequest();
        const answer = await handle({
          ...plain,
          ...sent,
          rawQueryString: new URLSearchParams(toWellFormed(asked)).toString(),
          queryStringParameters: asked,
          requestContext: { ...plain.requestContext, http: { ...plain.requestContext.http, method } },
          ...(cookies && { cookies }),
          ...(text !== undefined && { body: text }),
        });
        const { statusCode = 0, headers: got = {}, cookies: set = [], body: shown = '' } = answer;
        seen.set(statusCode, (seen.get(statusCode) ?? 0) + 1);

        const isGuarded = ROUTES.some(({ route, path }) => route !== undefined && path.test(sent.rawPath));
        const offered = [sent.headers.authorization ?? '', ...(cookies ?? [])].join(' ');
        const mayBeIn = [ANNA, BEN, ...sessions].some((credential) => offered.includes(credential));
        const { location = '/' } = got;
        const logged = JSON.stringify(world.logged);
        const told = JSON.stringify([got, set, shown]);
        const sentAToken = JSON.stringify([sent, asked, text]).includes('the-token-of');
        const faults = {
          'an error': statusCode >= 500,
          'no safe headers': got['x-content-type-options'] !== 'nosniff',
          'in without credentials': isGuarded && !mayBeIn && ![401, 403, 404].includes(statusCode),
          'a session from elsewhere': set.length > 0 && !['/sign-in', '/sign-out'].includes(sent.rawPath),
          'led off': location !== A_LINK && !/^\/(?![/\\])/.test(String(location)),
          'a token or link in the log': logged.includes('the-token-of') || logged.includes(A_LINK),
          'a token in the answer': !sentAToken && told.includes('the-token-of'),
        };
        expect(Object.entries(faults).filter(([, isThere]) => isThere)).toEqual([]);
      }),
      runs(300),
    );
    if (process.env['SIMULATION_RUNS']) process.stdout.write(`answers: ${JSON.stringify([...seen].toSorted())}\n`);
    expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 303, 401, 403, 404]));
  });
});

/** Makes texts well-formed, because `URLSearchParams` requires that, as a URL does. */
const toWellFormed = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toWellFormed(), value.toWellFormed()]));
