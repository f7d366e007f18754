import { afterEach, describe, expect, it } from 'vitest';
import { aRule, startConnect, URL_OF_WEBHOOK } from '../support/connect-harness.ts';

let connect: Awaited<ReturnType<typeof startConnect>>;
const start = async (options?: Parameters<typeof startConnect>[0]) => (connect = await startConnect(options));

afterEach(() => connect.end());

/** The text that `run` prints before its question. */
const beforeTheQuestion = async (args: readonly string[]) => {
  const shown: string[] = [];
  await connect.run(args, { out: (text) => shown.push(text), confirm: async () => shown.push('Make?') < 0 });
  return shown.join('').split('Make?')[0] ?? '';
};

describe('connect: rules with active alerts', () => {
  // Before, connect did not warn that an edit clears and triggers the alerts again, with messages to all receivers.
  it('are counted before the question, and at each rule', async () => {
    const { activeAlerts } = await start();
    for (const ruleId of ['1', '3', '3', '99']) activeAlerts.trigger(ruleId);

    const shown = await beforeTheQuestion([URL_OF_WEBHOOK, '--all']);

    expect(shown).toContain('Warning: Of 3 alert rules to change, 2 have active alerts. If a rule is edited');
    expect(shown).toContain('may trigger them again');
    expect(shown).toMatch(/Rule 1 \(1 active alert\)\n.*Rule 2\n.*Rule 3 \(2 active alerts\)/);
  });

  it('are counted among the rules that are changed only', async () => {
    const { activeAlerts, attach } = await start();
    await attach();
    activeAlerts.trigger('1');

    const shown = await beforeTheQuestion([URL_OF_WEBHOOK, '--all']);
    const again = await attach();

    expect(shown).toContain('Of 1 alert rule to change, none has active alerts.');
    expect(shown).not.toContain('Warning');
    expect(again.calls.map(({ path }) => path)).not.toContain('/alerts');
  });

  it('are counted for --remove too, and in --json', async () => {
    const { activeAlerts, attach, run } = await start();
    await attach();
    activeAlerts.trigger('2');

    const shown = await beforeTheQuestion(['--remove']);
    const document = (await run(['--remove', '--json', '--dry-run'])).json();

    expect(shown).toContain('Warning: Of 2 alert rules to change, 1 has active alerts.');
    expect(document.steps.map((step: any) => step.activeAlerts)).toEqual([0, 1, undefined, undefined]);
    expect(document.notes).toEqual([expect.stringContaining('1 has active alerts')]);
  });

  it('are found on every page of the list', async () => {
    const { activeAlerts } = await start({ pageSize: 1 });
    for (const ruleId of ['1', '2', '3']) activeAlerts.trigger(ruleId);

    expect(await beforeTheQuestion([URL_OF_WEBHOOK, '--all'])).toContain('3 have active alerts');
  });

  it.each([
    ['the old number', { ruleId: 2 }],
    ['its link alone', { _links: { rule: { href: 'https://api.thousandeyes.com/v7/alerts/rules/2?aid=7' } } }],
    ['the new name', { alertRuleId: '2', ruleId: 1 }],
  ])('are known by %s', async (_, alert) => {
    await start({
      interfere: (method, path) =>
        method === 'GET' && path === '/alerts' ? { status: 200, body: { alerts: [alert, { id: 'none' }] } } : undefined,
    });

    expect(await beforeTheQuestion([URL_OF_WEBHOOK, '--all'])).toContain('Rule 2 (1 active alert)');
  });

  it.each([
    [{ status: 403, body: { title: 'Forbidden', status: 403 } }, '(403)'],
    [{ status: 200, body: 'no JSON' }, '(no readable answer)'],
  ])('stay uncounted if ThousandEyes does not list its alerts, and that stops nothing: %j', async (answer, why) => {
    const { attach } = await start({
      interfere: (method, path) => (method === 'GET' && path === '/alerts' ? answer : undefined),
    });

    const { code, out } = await attach();

    expect(code).toBe(0);
    expect(out).toContain(`Warning: the active alerts of 2 alert rules to change cannot be counted ${why}.`);
    expect(out).toContain('ThousandEyes clears its active alerts');
  });
});

describe('connect: the permissions', () => {
  it('are named in --help, and if one is missing', async () => {
    const { attach, run } = await start({
      interfere: (method, path) =>
        method === 'PUT' && path.startsWith('/alerts/rules/')
          ? { status: 403, body: { title: 'Forbidden', status: 403 } }
          : undefined,
    });

    const { err } = await attach();
    const { out } = await run(['--help']);

    for (const text of [err, out]) expect(text).toMatch(/permissions "Edit alert rules" and "Edit tests"/);
  });
});

describe('connect: a rule that is written whole', () => {
  it('keeps its tests, and its notifications come back with --remove', async () => {
    const { attach, run, rules } = await start();

    await attach();
    const attached = JSON.parse(rules.get('1') ?? '');
    await run(['--remove', '--yes']);

    expect(attached.testIds).toEqual(JSON.parse(aRule(1)).testIds);
    expect(rules.get('1')).toBe(aRule(1));
  });
});
