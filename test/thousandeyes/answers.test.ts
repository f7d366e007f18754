import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlertBody, readErrorCodes, readProblem, readSnapshotBody } from '../../lib/thousandeyes/answers.ts';
import { windowEndingAt } from '../../lib/captures/window.ts';
import { A_LINK, aSnapshot, NOW } from '../support/factories.ts';

const WINDOW = windowEndingAt(NOW, 2);
const APP_LINK = 'https://app.thousandeyes.com/view/tests/?snapshot=qkzvw';

const created = (fields: object = {}, href: unknown = A_LINK) =>
  JSON.stringify({
    id: 'qkzvw',
    testId: '3999001',
    sourceTestId: '3417721',
    roundId: 1772445600,
    shareDate: '2026-03-02T10:00:05Z',
    displayName: 'x',
    test: { testName: 'Shop checkout', savedEvent: false },
    _links: { appLink: { href, templated: false }, self: { href: 'https://api.thousandeyes.com/v7/x' } },
    ...fields,
  });

describe('answers: a 201 with a link', () => {
  it('is the snapshot that was asked for, for 30 days from its creation', () => {
    const snapshot = readSnapshotBody(created(), WINDOW, NOW + 60_000);

    expect(snapshot).toEqual({ ...aSnapshot(), id: 'qkzvw', expiresAt: '2026-04-01T10:00:05Z' });
  });

  it.each([
    { name: 'absent', fields: { shareDate: undefined } },
    { name: 'null', fields: { shareDate: null } },
    { name: 'a number', fields: { shareDate: 1772445600 } },
    { name: 'text', fields: { shareDate: 'today' } },
  ])('expires 30 days from now where its creation is not told: $name', ({ fields }) => {
    const snapshot = readSnapshotBody(created(fields), WINDOW, NOW);

    expect(snapshot?.expiresAt).toBe('2026-04-01T10:00:00Z');
  });

  it('expires in UTC where its creation is told with an offset', () => {
    const snapshot = readSnapshotBody(created({ shareDate: '2026-03-02T12:00:07+02:00' }), WINDOW, NOW);

    expect(snapshot?.expiresAt).toBe('2026-04-01T10:00:07Z');
  });

  it.each([
    { href: A_LINK, test: { savedEvent: true }, visibility: 'public' },
    { href: A_LINK, test: undefined, visibility: 'public' },
    { href: APP_LINK, test: { savedEvent: true }, visibility: 'private' },
    { href: APP_LINK, test: { savedEvent: false }, visibility: 'unknown' },
    {
      href: 'https://app.stg.thousandeyes.com/view/tests/?testId=227103&__a=105',
      test: { savedEvent: false },
      visibility: 'unknown',
    },
    { href: APP_LINK, test: { savedEvent: 'yes' }, visibility: 'unknown' },
    { href: APP_LINK, test: {}, visibility: 'unknown' },
    { href: APP_LINK, test: null, visibility: 'unknown' },
    { href: APP_LINK, test: undefined, visibility: 'unknown' },
    { href: 'https://share.thousandeyes.com.example.com/x', test: {}, visibility: 'unknown' },
    { href: 'https://links.thousandeyes.com/x', test: { savedEvent: false }, visibility: 'public' },
    { href: 'https://links.thousandeyes.com/x', test: { savedEvent: true }, visibility: 'private' },
  ])('tells which kind came back, by host, then by savedEvent: $href, $test is $visibility', (row) => {
    const snapshot = readSnapshotBody(created({ test: row.test }, row.href), WINDOW, NOW);

    expect(snapshot).toMatchObject({ link: row.href, visibility: row.visibility });
  });

  it('needs nothing but the link', () => {
    const body = JSON.stringify({ _links: { appLink: { href: A_LINK } } });

    const snapshot = readSnapshotBody(body, WINDOW, NOW);

    expect(snapshot).toEqual(aSnapshot());
  });
});

describe('answers: a 201 that cannot be read', () => {
  it.each([
    { name: 'empty', body: '' },
    { name: 'cut short', body: created().slice(0, -20) },
    { name: 'HTML', body: '<html>OK</html>' },
    { name: 'null', body: 'null' },
    { name: 'a list', body: `[${created()}]` },
  ])('is no snapshot: $name', ({ body }) => {
    const snapshot = readSnapshotBody(body, WINDOW, NOW);

    expect(snapshot).toBeUndefined();
  });
});

describe('answers: a 201 without a usable link', () => {
  it.each([
    { name: 'no links', body: created({ _links: undefined }) },
    { name: 'links that are null', body: created({ _links: null }) },
    { name: 'another link only', body: created({ _links: { self: { href: A_LINK } } }) },
    { name: 'no href', body: created({ _links: { appLink: {} } }) },
    { name: 'an empty href', body: created({}, '') },
    { name: 'a path', body: created({}, '/view/tests') },
    { name: 'a script', body: created({}, 'javascript:alert(1)') },
    { name: 'another scheme', body: created({}, 'xhttp://another.example/x') },
    { name: 'a scheme that begins so', body: created({}, 'httpsx://another.example/x') },
    { name: 'a number', body: created({}, 7) },
  ])('is a snapshot all the same, known by its id: $name', ({ body }) => {
    const snapshot = readSnapshotBody(body, WINDOW, NOW);

    expect(snapshot).toMatchObject({ ...WINDOW, id: 'qkzvw', visibility: 'unknown' });
    expect(snapshot).not.toHaveProperty('link');
  });
});

describe('answers: a looked-up alert', () => {
  it('names its test and adds what the payload may lack', () => {
    const body = JSON.stringify({
      id: 'e9c3bf02-a48c-4aa8-9e5f-898800d6f569',
      alertType: 'http-server',
      severity: 'minor',
      alertSeverity: 'major',
      startDate: '2026-03-02T09:58:00Z',
      _links: {
        test: { href: 'https://api.thousandeyes.com/v7/tests/3417721' },
        rule: { href: 'https://api.thousandeyes.com/v7/alerts/rules/5120077?aid=74411' },
        appLink: { href: 'https://app.thousandeyes.com/alerts/list/?__a=74411' },
      },
    });

    const found = readAlertBody(body);

    expect(found).toEqual({
      testId: '3417721',
      alert: {
        severity: 'major',
        alertType: 'http-server',
        startedAt: '2026-03-02T09:58:00Z',
        ruleId: '5120077',
        aid: '74411',
        permalink: 'https://app.thousandeyes.com/alerts/list/?__a=74411',
      },
    });
  });

  it.each([
    {
      name: 'a test of an Endpoint Agent by its link',
      body: { _links: { test: { href: 'https://api.thousandeyes.com/v7/endpoint/tests/scheduled-tests/77' } } },
      found: { without: 'endpoint_test' },
    },
    {
      name: 'an Endpoint Agent alert by its type',
      body: { alertType: 'endpoint-http-server', _links: { test: { href: '/v7/tests/77' } } },
      found: { testId: '77', without: 'endpoint_test' },
    },
    { name: 'an outage', body: { alertType: 'network-outage', _links: {} }, found: { without: 'no_test' } },
    { name: 'a type that says nothing', body: { alertType: 'cloud-insights', _links: {} }, found: {} },
  ])('says why there can be no snapshot: $name', ({ body, found }) => {
    const { testId, without } = readAlertBody(JSON.stringify(body)) ?? {};

    expect({ testId, without }).toEqual({ testId: undefined, without: undefined, ...found });
  });

  it.each([
    { fields: { severity: 'MINOR' }, severity: 'minor' },
    { fields: { severity: 'minor', alertSeverity: 'x' }, severity: 'minor' },
    { fields: { alertSeverity: 'Critical' }, severity: 'critical' },
    { fields: {}, severity: 'unknown' },
  ])('has the severity that is told: $fields', ({ fields, severity }) => {
    const found = readAlertBody(JSON.stringify({ _links: {}, ...fields }));

    expect(found?.alert.severity).toBe(severity);
  });

  it.each([
    { name: 'no link to one', links: { rule: { href: 'https://api.thousandeyes.com/v7/alerts/rules/1' } } },
    { name: 'no links', links: {} },
  ])('has no test: $name', ({ links }) => {
    const found = readAlertBody(JSON.stringify({ alertType: 'enterprise-agent', _links: links }));

    expect(found).toBeDefined();
    expect(found?.testId).toBeUndefined();
  });

  it('does without what its other links lack', () => {
    const body = '{"_links":{"test":{"href":"/v7/tests/77"},"rule":{},"appLink":{"href":7}}}';

    expect(readAlertBody(body)).toEqual({ testId: '77', alert: { severity: 'unknown' } });
  });

  it('has the test of a link without a host', () => {
    const found = readAlertBody('{"_links":{"test":{"href":"/v7/tests/http-server/77?aid=1"}}}');

    expect(found?.testId).toBe('77');
  });

  it.each([
    '',
    'null',
    '"x"',
    '7',
    '[]',
    '<html>',
    '{"alertType":',
    '{}',
    '{"error":"x"}',
    '{"_links":{"test":{}}}',
    '{"_links":{"test":{"href":"https://api.thousandeyes.com/v7/tests/abc"}}}',
  ])('is unreadable: %j', (body) => {
    const found = readAlertBody(body);

    expect(found).toBeUndefined();
  });
});

describe('answers: a problem', () => {
  it.each([
    { name: 'title and detail', body: { title: 'Not Found', detail: 'No such test' }, read: 'Not Found; No such test' },
    { name: 'the same twice', body: { title: 'Forbidden', detail: 'Forbidden' }, read: 'Forbidden' },
    {
      name: 'fields',
      body: {
        title: 'Invalid',
        errors: [{ code: 'A-1', field: 'endDate', message: 'in the future' }, { message: 'too' }],
      },
      read: 'Invalid; endDate: in the future; too',
    },
    { name: 'errors that are null', body: { title: 'Bad', errors: null }, read: 'Bad' },
    {
      name: 'errors of odd types',
      body: { title: 'Bad', errors: [7, null, { field: [], message: 8 }] },
      read: 'Bad; 8',
    },
    { name: 'a link that is not secure', body: { detail: 'see http://x.example/?k=1 now' }, read: 'see [link] now' },
    { name: 'line breaks', body: { detail: 'a\r\n\tb\u0000c' }, read: 'a b c' },
    { name: 'a link', body: { detail: 'see HTTPS://x.share.thousandeyes.com/?k=1 now' }, read: 'see [link] now' },
    { name: 'too much', body: { detail: 'x'.repeat(900) }, read: 'x'.repeat(500) },
    { name: 'no known field', body: { error: 'invalid_token' }, read: '' },
    { name: 'odd types', body: { title: {}, detail: [], errors: 'x' }, read: '' },
  ])('is told on one line: $name', ({ body, read }) => {
    const detail = readProblem(JSON.stringify(body));

    expect(detail).toBe(read);
  });

  it.each(['', '<html>502 Bad Gateway</html>', 'null', '[]', '"x"'])('tells nothing where it is none: %j', (body) => {
    const detail = readProblem(body);

    expect(detail).toBe('');
  });

  it('is at most 500 characters on one line without a link, for any text', () => {
    const anyText = fc.string({
      unit: fc.constantFrom('https://', 'a', '\n', '\r', '\u0085', ' ', 'é'),
      maxLength: 900,
    });

    fc.assert(
      fc.property(anyText, anyText, (title, message) => {
        const detail = readProblem(JSON.stringify({ title, errors: [{ field: 'x', message }] }));

        expect(detail.length).toBeLessThanOrEqual(500);
        expect(detail).not.toMatch(/\p{Cc}|https?:\/\/\S/u);
      }),
    );
  });
});

describe('answers: the words of a refusal', () => {
  it.each([
    {
      name: 'problem+json',
      body: { title: 'Bad Request', errors: [{ code: 'invalid', field: 'endDate', message: 'is in the future' }] },
      words: 'Bad Request; endDate: is in the future',
      codes: ['invalid'],
    },
    {
      name: 'the older one, with texts',
      body: { timestamp: 1, httpStatus: 400, errors: ['endDate is in the future'], path: '/v7' },
      words: 'endDate is in the future',
      codes: [],
    },
    { name: 'nothing but a message', body: { errorMessage: 'Test is disabled' }, words: 'Test is disabled', codes: [] },
    { name: 'errors that are null', body: { title: 'Bad Request', errors: null }, words: 'Bad Request', codes: [] },
  ])('are read in every documented shape: $name', ({ body, words, codes }) => {
    expect(readProblem(JSON.stringify(body))).toBe(words);
    expect(readErrorCodes(JSON.stringify(body))).toEqual(codes);
  });

  it('have no code where there are no words', () => {
    expect(readErrorCodes('<html>')).toEqual([]);
    expect(readErrorCodes('{"errors":[{"code":7},{"field":"x"}]}')).toEqual(['7']);
  });
});
