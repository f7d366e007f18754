import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { aRule, NAME, startConnect, URL_OF_WEBHOOK, WEBHOOK_TOKEN } from '../support/connect-harness.ts';

const TEMPLATE = readFileSync(new URL('../../docs/webhook-template.hbs', import.meta.url), 'utf8');

type Connect = Awaited<ReturnType<typeof startConnect>>;
let connect: Connect;
const start = async (options?: Parameters<typeof startConnect>[0]) => (connect = await startConnect(options));
const only = <T>(items: Map<string, T>): T => {
  expect(items.size).toBe(1);
  return [...items.values()][0] as T;
};

afterEach(() => connect.end());

describe('connect: nothing is there yet', () => {
  it('creates a connector that sends the webhook token', async () => {
    const { attach, integrations } = await start();

    const { code } = await attach();

    expect(code).toBe(0);
    expect(only(integrations.connectors)).toMatchObject({
      name: NAME,
      type: 'generic',
      target: URL_OF_WEBHOOK,
      authentication: { type: 'bearer-token', token: WEBHOOK_TOKEN },
    });
  });

  it('creates an operation with the recommended template, and gives it the connector', async () => {
    const { attach, integrations } = await start();

    await attach();

    expect(only(integrations.operations)).toMatchObject({
      name: NAME,
      type: 'webhook',
      category: 'alerts',
      enabled: true,
      payload: TEMPLATE,
      headers: [{ name: 'Content-Type', value: 'application/json' }],
    });
    expect([...integrations.assignments.values()]).toEqual([[...integrations.connectors.keys()]]);
  });

  it('adds it to the chosen rules behind what they have, and changes no other byte of them', async () => {
    const { attach, integrations, rules } = await start();

    await attach();

    const [operationId] = [...integrations.operations.keys()];
    const ours = `,${JSON.stringify({ integrationId: operationId, integrationType: 'custom-webhook' })}]}`;
    for (const id of [1, 2]) expect(rules.get(String(id))).toBe(aRule(id).replace(']}}', `${ours}}`));
    expect(rules.get('3')).toBe(aRule(3));
  });

  it('shows what it will do and asks once', async () => {
    const { run } = await start();

    const { out, questions, code } = await run([URL_OF_WEBHOOK, '--rule', '1']);

    expect(code).toBe(0);
    expect(questions).toEqual(['Make 4 changes in ThousandEyes?']);
    expect(out).toContain(`webhook ${URL_OF_WEBHOOK}`);
    expect(out).toMatch(/create +connector +thousandeyes-snapshot-webhook/);
    expect(out).toMatch(/add to +alert rule +1 +Rule 1/);
    expect(out).toContain('Done: 4 changes.');
  });

  it('changes nothing if that is declined', async () => {
    const { run } = await start();

    const { code, out, writes } = await run([URL_OF_WEBHOOK, '--all'], { confirm: async () => false });

    expect(code).toBe(3);
    expect(writes).toEqual([]);
    expect(out).toContain('Declined. Nothing was changed.');
  });

  it('changes nothing in a dry run, which needs no webhook token', async () => {
    const { run, apiUrl } = await start();
    const env = { THOUSANDEYES_TOKEN: 'te-0f6c2a9b7d514e', THOUSANDEYES_API_URL: apiUrl };

    const { code, out, writes, questions } = await run([URL_OF_WEBHOOK, '--all', '--dry-run'], { env });

    expect(code).toBe(0);
    expect([writes, questions]).toEqual([[], []]);
    expect(out).toContain('Dry run: 6 changes planned, nothing written.');
  });
});

describe('connect: which rules', () => {
  it.each([
    { name: '--all', args: ['--all'], chosen: ['1', '2', '3'] },
    { name: '--match, whatever its case', args: ['--match', 'RULE 2'], chosen: ['2'] },
    { name: '--match and --rule', args: ['--match', 'rule 2', '--rule', '3', '--match', 'x'], chosen: ['2', '3'] },
    { name: 'a rule twice', args: ['--rule', '1', '--match', 'rule 1'], chosen: ['1'] },
  ])('are chosen by $name', async ({ args, chosen }) => {
    const { run, rules } = await start();

    const { writes } = await run([URL_OF_WEBHOOK, '--yes', ...args]);

    expect(writes.filter((write) => write.includes('rules'))).toEqual(chosen.map((id) => `PUT /alerts/rules/${id}`));
    expect([...rules].filter(([id, text]) => text !== aRule(Number(id))).map(([id]) => id)).toEqual(chosen);
  });

  it('are found on every page of the list', async () => {
    const { run } = await start({ pageSize: 1 });

    const { writes } = await run([URL_OF_WEBHOOK, '--all', '--yes']);
    const again = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect(writes).toHaveLength(6);
    expect(again.writes).toEqual([]);
  });

  it.each([
    { args: ['--rule', '99'], error: 'No alert rule 99' },
    { args: ['--match', 'nothing'], error: 'No alert rule matches' },
  ])('are none: $args changes nothing', async ({ args, error }) => {
    const { run } = await start();

    const { code, err, writes } = await run([URL_OF_WEBHOOK, '--yes', ...args]);

    expect(code).toBe(1);
    expect(err).toContain(error);
    expect(writes).toEqual([]);
  });

  it('of agent notifications are skipped, with a sentence', async () => {
    const { run, rules } = await start();
    const agent = aRule(4, { alertType: 'agent', ruleName: 'Agent offline' });
    rules.set('4', agent);

    const { code, out, writes } = await run([URL_OF_WEBHOOK, '--all', '--yes']);

    expect(code).toBe(0);
    expect(out).toMatch(/skip +alert rule +4 +Agent offline \(rules of agent notifications are read-only/);
    expect(writes).not.toContain('PUT /alerts/rules/4');
    expect(rules.get('4')).toBe(agent);
  });

  it('come from the account group that is named', async () => {
    const { run } = await start();

    const { calls } = await run([URL_OF_WEBHOOK, '--all', '--yes', '--aid', '74411']);

    expect([...new Set(calls.map(({ aid }) => aid))]).toEqual(['74411']);
  });
});

describe('connect: a rule that is not as usual', () => {
  it('keeps numbers that JavaScript cannot hold', async () => {
    const { attach, rules } = await start();
    rules.set('1', aRule(1).replace('"future":1', '"future":12345678901234567890,"ratio":1.0'));

    await attach();

    expect(rules.get('1')).toContain('"future":12345678901234567890,"ratio":1.0}');
  });

  it('keeps what somebody changed between the question and the answer', async () => {
    const { attach, run, rules } = await start();
    await attach();

    await run([URL_OF_WEBHOOK, '--rule', '3'], {
      confirm: async () => {
        rules.set('3', aRule(3, { ruleName: 'renamed meanwhile' }));
        return true;
      },
    });

    expect(JSON.parse(rules.get('3') ?? '').ruleName).toBe('renamed meanwhile');
  });

  it('gets no second one if somebody else was faster', async () => {
    const { attach, run, rules, integrations } = await start();
    await attach();
    const customWebhook = [
      { integrationId: [...integrations.operations.keys()][0], integrationType: 'custom-webhook' },
    ];

    const { code, writes } = await run([URL_OF_WEBHOOK, '--rule', '3'], {
      confirm: async () => rules.set('3', aRule(3, { notifications: { customWebhook } })).size > 0,
    });

    expect([code, writes]).toEqual([0, []]);
  });

  it('that is gone meanwhile stops no other', async () => {
    const { run, rules } = await start();

    const { code, err } = await run([URL_OF_WEBHOOK, '--all'], {
      confirm: async () => rules.delete('1'),
    });

    expect(code).toBe(1);
    expect(err).toContain('Alert rule 1: ThousandEyes returned no readable rule, so connect did not change it.');
    expect([rules.get('2'), rules.get('3')]).not.toContain(aRule(2));
    expect(err).toMatch(/Done:(.|\n)*Rule 3\nFailed:/);
  });
});
