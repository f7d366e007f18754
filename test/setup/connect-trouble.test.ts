import { afterEach, describe, expect, it } from 'vitest';
import { aRule, startConnect, THOUSANDEYES_TOKEN, URL_OF_WEBHOOK, WEBHOOK_TOKEN } from '../support/connect-harness.ts';

let connect: Awaited<ReturnType<typeof startConnect>>;
const start = async (options?: Parameters<typeof startConnect>[0]) => (connect = await startConnect(options));

afterEach(() => connect.end());

/** Replaces the stand-in's answer, `times` times. */
const once = (method: string, path: RegExp, answer: object | 'reset', times = 1) => {
  let left = times;
  return (calledMethod: string, calledPath: string) =>
    calledMethod === method && path.test(calledPath) && left-- > 0 ? (answer as any) : undefined;
};
const problem = (status: number, detail: string) => ({ status, body: { title: 'Title', status, detail } });

describe('connect: a token that may not do it', () => {
  it.each([
    { scopes: ['alerts:manage'], says: /403.*scope integrations:manage.*default account group/ },
    { scopes: ['integrations:manage'], says: /403.*scope alerts:manage.*"Edit alert rules"/ },
    { scopes: undefined, says: /401.*does not accept the token: check THOUSANDEYES_TOKEN/ },
  ])('gets a message that says what is missing: has $scopes', async ({ scopes, says }) => {
    const { attach } = await start({ scopesOf: () => scopes });

    const { code, err, writes } = await attach();

    expect(code).toBe(1);
    expect(err.replaceAll('\n', ' ')).toMatch(says);
    expect(err).toContain('Nothing was changed.');
    expect(writes).toEqual([]);
  });

  it('is asked once with a 401, for many of them lock the account', async () => {
    const { attach } = await start({ scopesOf: () => undefined });

    expect((await attach()).calls).toHaveLength(1);
  });

  it('goes on after a rule that it may not write', async () => {
    const { run } = await start({ interfere: once('PUT', /rules/, problem(403, 'Not yours.'), 2) });

    const { code, err } = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect(code).toBe(1);
    expect(err).toMatch(/Done:(.|\n)*Rule 3\nFailed:\n.*Rule 1(.|\n)*Rule 2/);
  });

  it('stops after three such rules in a row', async () => {
    const { run, rules } = await start({ interfere: once('PUT', /rules/, problem(403, 'Not yours.'), 9) });
    rules.set('4', aRule(4));

    const { code, err, writes } = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect(code).toBe(1);
    expect(writes.filter((write) => write.includes('rules'))).toHaveLength(3);
    expect(err).toMatch(/Done:(.|\n)*Failed:\n.*Rule 1(.|\n)*Rule 3(.|\n)*Not done:\n.*Rule 4/);
  });

  it('names the account group, if one was', async () => {
    const { attach } = await start({ scopesOf: () => [] });

    expect((await attach('--aid', '74411')).err).toContain('account group 74411');
  });
});

describe('connect: the connector cannot be updated', () => {
  // Before, the steps for rules went on, and new rules notified the old address.
  it('writes no rule, for its alerts would go to the old address', async () => {
    let isRefused = false;
    const refused = problem(400, 'No such target.');
    const { run, rules } = await start({
      interfere: (method, path) =>
        isRefused && method === 'PUT' && path.startsWith('/connectors/') ? refused : undefined,
    });
    await run(['https://old.example/hook', '--rule', '1', '--yes']);
    isRefused = true;

    const { code, err, writes } = await run(['https://new.example/hook', '--all', '--move', '--yes']);

    expect(code).toBe(1);
    expect(writes).toEqual([expect.stringMatching(/^PUT \/connectors\/generic\//)]);
    expect([rules.get('2'), rules.get('3')]).toEqual([aRule(2), aRule(3)]);
    expect(err).toMatch(/Nothing was changed\.\nFailed:\n.*connector(.|\n)*Not done:\n.*Rule 2\n.*Rule 3/);
    expect(err).toContain('The steps that depend on it were not tried.');
    expect(err).not.toContain('Everything is in order');
  });
});

describe('connect: the limit of calls', () => {
  it('is kept over many rules, without one 429', async () => {
    const { run, rules } = await start();
    for (let id = 1; id <= 150; id += 1) rules.set(String(id), aRule(id));

    const first = await run([URL_OF_WEBHOOK, '--all', '--yes']);
    const again = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect([first.code, again.code]).toEqual([0, 0]);
    expect(connect.calls.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
    expect(first.tookMs / first.calls.length).toBeCloseTo(300, -1);
    expect(first.err).not.toContain('waiting');
    expect(first.err).toContain('changes: 120/153');
    expect(again.err).toContain('alert rules read: 150/150');
    expect(again.writes).toEqual([]);
  });

  it('is waited for until its reset if others spend it too', async () => {
    const { attach } = await start({ callsPerMinute: 4 });

    const { code, err, tookMs, calls } = await attach();

    expect(code).toBe(0);
    expect(calls.every(({ status }) => status !== 429)).toBe(true);
    expect(err).toMatch(/waiting \d\d s: the organization's call limit/);
    expect(tookMs).toBeGreaterThan(60_000);
  });

  it.each([
    { name: 'Retry-After', headers: { 'retry-after': '7' }, ms: 7000 },
    { name: 'a reset', headers: { 'x-organization-rate-limit-reset': '1772445640' }, ms: 40_000 },
    { name: 'a reset that is past', headers: { 'x-organization-rate-limit-reset': '1' }, ms: 15_000 },
    { name: 'no header', headers: {}, ms: 15_000 },
  ])('is waited for after a 429, even of a POST: $name', async ({ headers, ms }) => {
    const interfere = once('POST', /connectors/, { ...problem(429, 'Exhausted'), headers });
    const { attach, integrations } = await start({ interfere });

    const { code, tookMs } = await attach();

    expect(code).toBe(0);
    expect(integrations.connectors.size).toBe(1);
    expect(Math.abs(tookMs - ms)).toBeLessThan(4000);
  });

  it('that stays spent ends the run, and says so', async () => {
    const { attach } = await start({ interfere: once('GET', /rules/, problem(429, 'Exhausted'), 99) });

    const { code, err } = await attach();

    expect(code).toBe(1);
    expect(err).toContain("The organization's call limit is used up repeatedly.");
  });
});

describe('connect: an answer that is lost', () => {
  it.each(['reset' as const, problem(502, 'Bad gateway'), { ...problem(503, 'Late'), late: true }])(
    'is asked for again where that does no harm: %j',
    async (answer) => {
      const { attach, rules } = await start({ interfere: once('PUT', /rules\/1/, answer, 3) });

      const { code } = await attach();

      expect(code).toBe(0);
      expect(JSON.parse(rules.get('1') ?? '').notifications.customWebhook).toHaveLength(2);
    },
  );

  it.each(['reset' as const, { ...problem(502, 'Bad gateway'), late: true }])(
    'of a POST is not: the next run finds what was created: %j',
    async (answer) => {
      const { attach, integrations } = await start({ interfere: once('POST', /connectors/, answer) });

      const { code, err, writes } = await attach();
      const again = await attach();

      expect(code).toBe(1);
      expect(err).toContain('connect reads before it changes anything');
      expect(writes.length).toBeLessThanOrEqual(1);
      expect(again.code).toBe(0);
      expect(integrations.connectors.size).toBe(1);
    },
  );

  it('that stays lost ends the run', async () => {
    const { attach } = await start({ interfere: once('GET', /connectors/, 'reset', 99) });

    const { code, err } = await attach();

    expect(code).toBe(1);
    expect(err).toContain('GET /v7/connectors/generic: no answer (UND_ERR_SOCKET).');
  });
});

describe('connect: an answer that is odd', () => {
  it.each([
    { name: 'not JSON', answer: { status: 200, body: '<html>' }, says: 'the answer is not JSON' },
    {
      name: 'a redirect',
      answer: { status: 302, body: '', headers: { location: 'https://x.example' } },
      says: '302. connect follows no redirect',
    },
    {
      name: 'a list of another form',
      answer: { status: 200, body: { alertRules: 1 } },
      says: 'the answer is not JSON',
    },
    {
      name: 'a next page on another host',
      answer: { status: 200, body: { alertRules: [], _links: { next: { href: 'https://evil.example/v7' } } } },
      says: 'its next page is on another host',
    },
  ])('ends the run before anything is changed: $name', async ({ answer, says }) => {
    const { attach } = await start({ interfere: once('GET', /rules$/, answer) });

    const { code, err, writes } = await attach();

    expect(code).toBe(1);
    expect(err).toContain(says);
    expect(writes).toEqual([]);
  });

  it('for one rule stops no other, but stops the deletion of what it may have', async () => {
    let isOdd = false;
    const { attach, run, integrations } = await start({
      interfere: (method, path) =>
        isOdd && method === 'GET' && path === '/alerts/rules/1' ? { status: 200, body: '' } : undefined,
    });
    await attach();
    isOdd = true;

    const added = await run([URL_OF_WEBHOOK, '--all', '--yes']);
    const removed = await run(['--remove', '--yes']);

    expect([added.code, added.writes]).toEqual([1, ['PUT /alerts/rules/3']]);
    expect([removed.code, removed.writes]).toEqual([1, ['PUT /alerts/rules/2', 'PUT /alerts/rules/3']]);
    expect(removed.err).toContain('Alert rule 1: ThousandEyes returned no readable rule');
    expect(integrations.operations.size).toBe(1);
  });

  it('that repeats a token is not repeated', async () => {
    const detail = `Bearer ${THOUSANDEYES_TOKEN} or ${WEBHOOK_TOKEN} is odd`;
    const { attach } = await start({ interfere: once('POST', /connectors/, problem(400, detail)) });

    const { err } = await attach();

    expect(err).toContain('400 (Title; Bearer * or * is odd)');
  });

  it('that does not list the webhook fails the rule', async () => {
    const { attach } = await start({ interfere: once('PUT', /rules\/1/, { status: 200, body: aRule(1) }) });

    const { code, err } = await attach();

    expect(code).toBe(1);
    expect(err).toContain('Alert rule 1: ThousandEyes accepted the change, but its answer does not list the webhook.');
  });
});
