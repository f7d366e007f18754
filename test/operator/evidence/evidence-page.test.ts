import { describe, expect, it } from 'vitest';
import { CAPTURE_EVERYTHING } from '../../../lib/alerts/rules.ts';
import { A_VIEWER } from '../../support/board.ts';
import { A_LINK, A_UUID, aCapture, aFailed, anAlert, aSnapshot, DAY, MINUTE, NOW } from '../../support/factories.ts';
import { anOperator } from '../../support/operator-harness.ts';

const idOf = (digit: number) => String(digit).repeat(32);
const PATH = `/alerts/${A_UUID}`;
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const published = (changes: Parameters<typeof aCapture>[0] = {}) =>
  aCapture({ id: idOf(1), snapshot: aSnapshot(), announcedAt: NOW, ...changes, state: 'published' });

const aBrowser = (changes: Parameters<typeof anOperator>[0] = {}) => {
  const api = anOperator(changes);
  return {
    ...api,
    visit: (path = PATH, query: Record<string, string> = {}) => api.ask(`GET ${path}`, { headers: BROWSER, query }),
  };
};
/** The text of a page as a person reads it. */
const textOf = (body: string): string =>
  body
    .replaceAll(/<(style|noscript)[^]*?<\/\1>|<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('the evidence address in a browser: the snapshot is there', () => {
  it('leads to it, and the log has who opened it and not the link', async () => {
    const { add, visit, world } = aBrowser({ recognize: async () => A_VIEWER });
    await add(published());

    const { status, headers, body } = await visit();

    expect([status, headers['location'], body]).toEqual([303, A_LINK, undefined]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(world.logged).toEqual([['info', 'link_opened', { captureId: idOf(1), operator: 'ben' }]]);
  });

  it('is a page that leads on, for clients that cannot follow to another site; it does not count as opened', async () => {
    const { add, visit, world } = aBrowser();
    await add(published());

    const { status, headers, body } = await visit(PATH, { as: 'page', aid: '74411' });

    expect([status, headers['location']]).toEqual([200, undefined]);
    expect(body).toContain(`<meta http-equiv="refresh" content="0;url=${PATH}?aid=74411">`);
    expect(body).toContain(`data-go="${PATH}?aid=74411"`);
    expect(body).not.toContain(A_LINK);
    expect(world.logged).toEqual([]);
  });

  it('leads to no link that has expired, and says so', async () => {
    const { add, visit } = aBrowser();
    await add(published({ receivedAt: NOW - 31 * DAY, snapshot: aSnapshot({ endsAt: NOW - 31 * DAY }) }));

    const { status, body } = await visit();

    expect(status).toBe(200);
    expect(textOf(body)).toContain('The snapshot has expired');
    expect(textOf(body)).toContain('kept it until 1 Mar');
    expect(body).not.toContain(A_LINK);
  });
});

describe('the evidence address in a browser: a snapshot is on its way', () => {
  it('says the place in line and the due time, and reloads itself without a script', async () => {
    const { add, visit, slots } = aBrowser();
    await slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + 2 * MINUTE);
    await slots.take({ index: 1, releaseAt: 0 }, NOW, NOW + 3 * MINUTE);
    await add(
      aCapture({ id: idOf(1), testId: '1', severity: 'critical', alert: anAlert({ alertId: '1' }) }),
      aCapture({ id: idOf(2), testId: '2', severity: 'critical', alert: anAlert({ alertId: '2' }) }),
      aCapture({ id: idOf(3), severity: 'minor' }),
    );

    const { status, body } = await visit(PATH, { aid: '74411' });

    expect(status).toBe(200);
    expect(body).toContain('<title>Third in line · ');
    expect(textOf(body)).toContain('Third in line It is due at about 10:07:01 UTC.');
    expect(body).toContain(`<noscript><meta http-equiv="refresh" content="15;url=${PATH}?aid=74411"></noscript>`);
    expect(body).toContain(`data-ask="${PATH}?aid=74411&#38;as=page"`);
  });

  it('is no place in line for an alert that waits for a closing snapshot: it links to the first one', async () => {
    // Before, the page said "First in line", though the test had a snapshot already.
    const { add, visit } = aBrowser();
    const grouped = { until: NOW + 20 * MINUTE, openedBy: idOf(7), showsUntil: '2026-03-02T09:50:00Z' };
    await add(aCapture({ grouped }));

    const { body } = await visit();

    expect(textOf(body)).toContain(
      'The first snapshot shows the test until 09:50:00 UTC. The closing one shows this alert, too: it is due at about 10:20:00 UTC',
    );
    expect(body).toContain(`href="/captures/${idOf(7)}/link"`);
    expect(body).not.toContain('in line');
  });

  it('says why nothing moves', async () => {
    const { add, visit, slots } = aBrowser();
    await slots.closeGate({ closedUntil: NOW + MINUTE, strikes: 1, reason: 'unauthorized' });
    await add(aCapture());

    expect(textOf((await visit()).body)).toContain(
      'ThousandEyes refuses the token. Put a valid token into the ThousandEyes secret.',
    );
  });

  it('is being created', async () => {
    const { add, visit } = aBrowser();
    await add(aCapture({ state: 'claimed', leaseUntil: NOW }));

    expect(textOf((await visit()).body)).toContain('The snapshot is being created');
  });

  it('offers the snapshot before until then', async () => {
    const { add, visit } = aBrowser();
    await add(published({ receivedAt: NOW - MINUTE }), aCapture({ id: idOf(2) }));

    const { status, body } = await visit();

    expect(status).toBe(200);
    expect(body).toContain(`href="/captures/${idOf(1)}/link"`);
    expect(body).not.toContain(A_LINK);
  });
});

describe('the evidence address in a browser: there will be no snapshot', () => {
  const failed = aFailed({ id: idOf(1), failure: { code: 'forbidden', detail: '403 <b>no</b>' } });
  const told = aCapture({ id: idOf(1), failure: failed.failure, state: 'failed', announcedAt: NOW });

  it('says the failure with its advice, and sends it again at a press', async () => {
    const { add, ask, visit, ledger } = aBrowser();
    await add(told);

    const { body } = await visit(PATH, { aid: '74411' });
    const [, action = ''] = /<form method="post" action="([^"]+)"><input type="hidden" name="next"/.exec(body) ?? [];
    const [, next = ''] = /name="next" value="([^"]+)"/.exec(body) ?? [];
    const sent = await ask(`POST ${action}`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...BROWSER },
      body: new URLSearchParams({ next }),
    });

    expect(textOf(body)).toMatch(/The capture failed: forbidden .*"?Create snapshot shares/);
    expect(body).toContain('403 &#60;b&#62;no');
    expect([sent.status, sent.headers['location']]).toEqual([303, `${PATH}?aid=74411&as=page`]);
    expect(ledger.all()).toMatchObject([{ state: 'pending', requestedBy: 'anna' }]);
  });

  it.each([
    { name: 'to one who may only view', captures: [told], changes: { recognize: async () => A_VIEWER } },
    { name: 'as long as nobody was told', captures: [failed], changes: {} },
    {
      name: 'for a body that could not be read',
      captures: [{ ...told, failure: { code: 'quarantined', detail: 'x' } as const }],
      changes: {},
    },
  ])('offers no button $name', async ({ captures, changes }) => {
    const { add, visit } = aBrowser(changes);
    await add(...captures);

    const { status, body } = await visit();

    expect(status).toBe(200);
    expect(body).not.toContain('Send again');
  });

  it('says who cancelled it, and offers to send it again', async () => {
    const { add, visit } = aBrowser();
    await add(aCapture({ state: 'cancelled', endedAt: NOW, cancelledBy: 'ben' }));

    const { body } = await visit();

    expect(textOf(body)).toContain('The capture was cancelled ben cancelled it, so there is no snapshot.');
    expect(body).toContain('Send again');
  });

  it('says why there can be none', async () => {
    const { add, visit } = aBrowser();
    await add(
      aCapture({
        state: 'ignored',
        endedAt: NOW,
        failure: { code: 'endpoint_test', detail: 'an Endpoint Agent test' },
      }),
    );

    const { body } = await visit();

    expect(textOf(body)).toContain('There can be no snapshot of this alert Nothing to capture: ThousandEyes makes no');
    expect(body).not.toContain('http-equiv="refresh"');
  });

  it('says that ThousandEyes gave no link', async () => {
    const { add, visit } = aBrowser();
    const { link: _, ...snapshot } = aSnapshot({}, { id: 'wdiac' });
    await add(published({ snapshot }));

    expect(textOf((await visit()).body)).toMatch(/gave no link to it .* its id is wdiac/);
  });
});

describe('the evidence address in a browser: nothing is captured', () => {
  it('says so with 404, with the filters in force and ways to look on', async () => {
    const { visit } = aBrowser({
      filters: {
        ...CAPTURE_EVERYTHING,
        minSeverity: 'major',
        onlyRuleIds: ['4711', '4712'],
        exceptRuleIds: ['4713'],
        onlyTestIds: ['4714'],
        exceptTestIds: ['4715'],
        accountGroups: ['74411'],
      },
    });

    const { status, body } = await visit('/alerts/%3Cb%3E');

    const said = textOf(body);
    expect(status).toBe(404);
    expect(said).toContain('Nothing is captured of this alert');
    for (const filter of [
      'Only alerts that trigger, none that clear (CAPTURE_ON=trigger).',
      'Only severity major and above (MIN_SEVERITY).',
      'Only of the alert rules 4711, 4712 (ONLY_RULE_IDS).',
      'None of the alert rules 4713 (EXCEPT_RULE_IDS).',
      'Only of the tests 4714 (ONLY_TEST_IDS).',
      'None of the tests 4715 (EXCEPT_TEST_IDS).',
      'Only of the account groups 74411 (ACCOUNT_GROUPS).',
    ]) {
      expect(said).toContain(filter);
    }
    expect(body).toContain('action="/"');
    expect(body).toContain('name="find"');
    expect(body).toContain('&#60;b&#62;');
    expect(body).toContain('http-equiv="refresh"');
  });

  it('says the filters to a machine, too', async () => {
    const { ask } = anOperator({ filters: { ...CAPTURE_EVERYTHING, captureOn: 'both', minSeverity: 'minor' } });

    expect((await ask(`GET ${PATH}`)).body.detail).toBe(
      'Nothing is captured of this alert. What is captured: Alerts that trigger and alerts that clear (CAPTURE_ON=both). ' +
        'Only severity minor and above (MIN_SEVERITY).',
    );
  });

  it('leads to another account group in which there is something', async () => {
    const { add, ask, visit } = aBrowser();
    await add(published());

    expect((await visit(PATH, { aid: '9' })).body).toContain(`<a href="${PATH}">show them</a>`);
    expect((await ask(`GET ${PATH}`, { query: { aid: '9' } })).body.detail).toContain('in another account group');
  });

  it('is a page with 400 for an address that is none, and repeats nothing of it', async () => {
    const { status, body } = await aBrowser().visit('/alerts/{{alert.id}}');

    expect(status).toBe(400);
    expect(textOf(body)).toContain('There is no evidence at this address');
    expect(body).not.toContain('alert.id');
  });
});

describe('the evidence address in a browser that nobody has signed in with', () => {
  it.each([
    [PATH, {}, `${PATH}?as=page`],
    [PATH, { aid: '74411', utm_source: 'x' }, `${PATH}?aid=74411&#38;as=page`],
    ['/alerts/a?b#c', {}, '/alerts/a%3Fb%23c?as=page'],
  ])('is the page to sign in on, which leads back as a page, whatever is there: %s %j', async (path, query, next) => {
    const { add, visit } = aBrowser({ recognize: async () => undefined });
    await add(published());

    const { status, body } = await visit(path, query);

    expect(status).toBe(401);
    expect(body).toContain(`name="next" value="${next}"`);
    expect(body).not.toContain(A_LINK);
  });
});
