import { afterEach, describe, expect, it } from 'vitest';
import { aRule, NAME, startConnect, THOUSANDEYES_TOKEN } from '../support/connect-harness.ts';

let connect: Awaited<ReturnType<typeof startConnect>>;

afterEach(() => connect.end());

const startAttached = async (options?: Parameters<typeof startConnect>[0]) => {
  connect = await startConnect(options);
  await connect.attach();
  return connect;
};

describe('connect --remove', () => {
  it('makes every rule what it was, byte for byte, and deletes its own', async () => {
    const { run, rules, integrations } = await startAttached();

    const { code, out } = await run(['--remove', '--yes']);

    expect(code).toBe(0);
    expect([...rules]).toEqual([1, 2, 3].map((id) => [String(id), aRule(id)]));
    expect([integrations.connectors.size, integrations.operations.size]).toEqual([0, 0]);
    expect(out).toContain('Done: 4 changes.');
  });

  it('goes off the rules before it deletes anything', async () => {
    const { run } = await startAttached();

    const { writes } = await run(['--remove', '--yes']);

    expect(writes.map((write) => write.replace(/[\w-]+$/, ''))).toEqual([
      'PUT /alerts/rules/',
      'PUT /alerts/rules/',
      'DELETE /operations/webhooks/',
      'DELETE /connectors/generic/',
    ]);
  });

  it('asks, and needs no webhook token', async () => {
    const { run, apiUrl } = await startAttached();
    const env = { THOUSANDEYES_TOKEN, THOUSANDEYES_API_URL: apiUrl };

    const { questions, code } = await run(['--remove'], { env });

    expect(code).toBe(0);
    expect(questions).toEqual(['Make 4 changes in ThousandEyes?']);
  });

  it('has nothing to do the second time', async () => {
    const { run } = await startAttached();
    await run(['--remove', '--yes']);

    const { code, out, writes } = await run(['--remove']);

    expect(code).toBe(0);
    expect(writes).toEqual([]);
    expect(out).toContain('Nothing to do.');
  });

  it('changes nothing in a dry run', async () => {
    const { run } = await startAttached();

    expect((await run(['--remove', '--dry-run'])).writes).toEqual([]);
  });

  it('leaves everything else: other webhooks, and a connector that one of them uses', async () => {
    const { run, integrations } = await startAttached();
    const { connectors, operations, assignments } = integrations;
    const theirs = { id: 'theirs', name: 'Theirs', category: 'alerts', status: 'connected' };
    operations.set('theirs', theirs);
    assignments.set('theirs', [...connectors.keys()]);

    const { code, out } = await run(['--remove', '--yes']);

    expect(code).toBe(0);
    expect([...operations.values()]).toEqual([theirs]);
    expect(connectors.size).toBe(1);
    expect(out).toContain(`keep      connector   ${NAME} (the webhook Theirs uses it too)`);
  });

  it('deletes nothing while a rule still has it', async () => {
    let isRefused = false;
    const { run, integrations, rules } = await startAttached({
      interfere: (method, path) =>
        isRefused && method === 'PUT' && path === '/alerts/rules/1'
          ? { status: 400, body: { title: 'Bad Request', status: 400, detail: 'No.' } }
          : undefined,
    });
    isRefused = true;

    const { code, err } = await run(['--remove', '--yes']);
    isRefused = false;
    const again = await run(['--remove', '--yes']);

    expect(code).toBe(1);
    expect(err).toMatch(/Failed:\n.*Rule 1\n.*400 \(Bad Request; No\.\)/);
    expect(err).toMatch(/Not done:\n.*delete.*webhook(.|\n)*delete.*connector/);
    expect(again.code).toBe(0);
    expect(integrations.operations.size).toBe(0);
    expect(rules.get('1')).toBe(aRule(1));
  });

  it('takes what is gone already for done', async () => {
    const { run, integrations } = await startAttached();

    const { code } = await run(['--remove'], {
      confirm: async () => {
        integrations.assignments.clear();
        integrations.connectors.clear();
        return true;
      },
    });

    expect(code).toBe(0);
  });

  it('has something to take off only if its operation is still there', async () => {
    const { run, integrations } = await startAttached();
    integrations.operations.clear();

    const { writes } = await run(['--remove', '--yes']);

    expect(writes).toEqual([expect.stringMatching(/^DELETE \/connectors/)]);
  });
});
