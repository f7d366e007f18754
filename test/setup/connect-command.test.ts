import { readFileSync } from 'node:fs';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_AWS } from '../../local/dynamo.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { createFetchToken, createReadVersion } from '../../lib/runtime/secrets.ts';
import { aRule, startConnect, THOUSANDEYES_TOKEN, URL_OF_WEBHOOK, WEBHOOK_TOKEN } from '../support/connect-harness.ts';

let connect: Awaited<ReturnType<typeof startConnect>>;
const start = async (options?: Parameters<typeof startConnect>[0]) => (connect = await startConnect(options));

afterEach(() => connect.end());

describe('connect: wrong usage', () => {
  it.each([
    { args: [], says: 'Name the address of the webhook' },
    { args: [URL_OF_WEBHOOK], says: 'Choose alert rules' },
    { args: ['http://example.com/', '--all'], says: 'must be an https URL' },
    { args: ['webhooks/thousandeyes', '--all'], says: 'must be an https URL' },
    { args: [`https://user:${WEBHOOK_TOKEN}@example.com/`, '--all'], says: 'no user, password, query or fragment' },
    { args: [`${URL_OF_WEBHOOK}?token=${WEBHOOK_TOKEN}`, '--all'], says: 'no user, password, query or fragment' },
    { args: [`${URL_OF_WEBHOOK}#${WEBHOOK_TOKEN}`, '--all'], says: 'no user, password, query or fragment' },
    { args: [URL_OF_WEBHOOK, '--all', '--rule', '1'], says: '--all excludes --rule and --match' },
    { args: [URL_OF_WEBHOOK, '--rule', 'one'], says: '--rule takes the id' },
    { args: [URL_OF_WEBHOOK, '--match', ' '], says: '--match takes a text' },
    { args: [URL_OF_WEBHOOK, '--all', '--aid', 'mine'], says: '--aid takes the id' },
    { args: [URL_OF_WEBHOOK, '--all', '--name', ' '], says: '--name must not be empty' },
    { args: [URL_OF_WEBHOOK, '--all', '--json'], says: '--json needs --yes or --dry-run' },
    { args: [URL_OF_WEBHOOK, '--all', '--api-url', 'nowhere'], says: '--api-url must be an https URL' },
    { args: [URL_OF_WEBHOOK, '--all', '--api-url', 'http://example.com'], says: '--api-url must be an https URL' },
    { args: ['--remove', '--all'], says: '--remove takes no address' },
    { args: ['--remove', URL_OF_WEBHOOK], says: '--remove takes no address' },
    { args: ['--remove', '--rotate'], says: '--remove takes no address' },
    { args: ['--remove', '--move'], says: '--remove takes no address' },
    { args: [URL_OF_WEBHOOK, WEBHOOK_TOKEN, '--all'], says: 'too many arguments' },
    { args: [URL_OF_WEBHOOK, '--rule'], says: 'argument missing' },
    { args: [URL_OF_WEBHOOK, '--all', `--token=a'${WEBHOOK_TOKEN}`], says: "unknown option '--token'" },
    { args: [URL_OF_WEBHOOK, '--all', `-t${WEBHOOK_TOKEN}`], says: "unknown option '-t'" },
  ])('is one line and exit code 2: $args', async ({ args, says }) => {
    const { run } = await start();

    const { code, err, out, calls } = await run(args);

    expect(code).toBe(2);
    expect(err).toContain(says);
    expect(err).toContain('See npm run connect -- --help.');
    expect([out, calls]).toEqual(['', []]);
  });

  it('includes a run without a terminal and without --yes', async () => {
    const { run } = await start();

    const { code, err, calls } = await run([URL_OF_WEBHOOK, '--all'], { isTerminal: false });

    expect([code, calls]).toEqual([2, []]);
    expect(err).toContain('Confirmation needs a terminal. Pass --yes');
  });

  it('is none: --help', async () => {
    const { run } = await start();

    const { code, out } = await run(['--help']);

    expect(code).toBe(0);
    for (const word of ['--rule', '--dry-run', '--remove', 'WEBHOOK_TOKEN', 'Exit code: 0'])
      expect(out).toContain(word);
  });
});

describe('connect: tokens', () => {
  const env = (changes: object) => ({ env: { THOUSANDEYES_API_URL: connect.apiUrl, ...changes } });
  const args = [URL_OF_WEBHOOK, '--all', '--yes'];

  it.each([
    { name: 'no ThousandEyes token', tokens: { WEBHOOK_TOKEN }, says: 'Set THOUSANDEYES_TOKEN' },
    {
      name: 'no webhook token',
      tokens: { THOUSANDEYES_TOKEN },
      says: 'Set WEBHOOK_TOKEN, or name --webhook-secret-id',
    },
    { name: 'a blank one', tokens: { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: ' ' }, says: 'Set WEBHOOK_TOKEN' },
    {
      name: 'two lines',
      tokens: { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: 'a\nb' },
      says: 'WEBHOOK_TOKEN has blanks or characters',
    },
    {
      name: 'the same twice',
      tokens: { THOUSANDEYES_TOKEN, WEBHOOK_TOKEN: THOUSANDEYES_TOKEN },
      says: 'They must differ',
    },
  ])('are missing or wrong: $name', async ({ tokens, says }) => {
    const { run } = await start();

    const { code, err, calls } = await run(args, env(tokens));

    expect([code, calls]).toEqual([2, []]);
    expect(err).toContain(says);
  });

  it('are read from Secrets Manager if a secret is named', async () => {
    const secrets = await startSecretsManager();
    secrets.put('te', `{"token":"${THOUSANDEYES_TOKEN}"}`);
    secrets.put('hook', WEBHOOK_TOKEN);
    const client = new SecretsManagerClient({ ...LOCAL_AWS, endpoint: secrets.url });
    const readSecret = async (id: string) => (await createFetchToken(createReadVersion(client, id))())[0];
    const { run, integrations } = await start();
    const named = [...args, '--webhook-secret-id', 'hook', '--thousandeyes-secret-id', 'te'];

    const { code } = await run(named, { ...env({}), readSecret });
    const missing = await run([...named, '--webhook-secret-id', 'none'], { ...env({}), readSecret });
    await secrets.stop();
    const unreachable = await run(named, { ...env({}), readSecret });

    expect(code).toBe(0);
    expect([...integrations.connectors.values()]).toMatchObject([{ authentication: { token: WEBHOOK_TOKEN } }]);
    expect([missing.code, unreachable.code]).toEqual([2, 2]);
    expect(missing.err).toContain('The secret of --webhook-secret-id has no value.');
    expect(unreachable.err).toMatch(/The secret of --thousandeyes-secret-id cannot be read \(.+\)\. Check AWS_REGION/);
  });
});

describe('connect --json', () => {
  const schema = JSON.parse(readFileSync(new URL('../../docs/connect.schema.json', import.meta.url), 'utf8'));
  const isValid = new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema);
  const base = [URL_OF_WEBHOOK, '--all', '--json'];

  it('prints one document of its schema, whatever comes of it', async () => {
    let refused = '';
    const { run, rules } = await start({
      interfere: (method, path) =>
        method === 'PUT' && path === refused ? { status: 400, body: { title: 'No', status: 400 } } : undefined,
    });
    rules.set('4', aRule(4, { alertType: 'agent' }));
    const documents = [];
    for (const [args, changes] of [
      [[...base, '--dry-run', '--aid', '74411'], {}],
      [[...base, '--rotate', '--yes'], {}],
      [[...base, '--yes'], {}],
      [['--remove', '--json', '--yes'], {}],
      [[...base, '--yes', '--rule', '99'].filter((arg) => arg !== '--all'), {}],
      [[...base, '--yes'], { isInterrupted: () => true }],
    ] as const) {
      documents.push((await run(args, changes)).json());
    }
    refused = '/alerts/rules/2';
    documents.push((await run([...base, '--yes'])).json());

    expect(documents.filter((document) => !isValid(document))).toEqual([]);
    expect(documents.map(({ outcome }) => outcome)).toEqual([
      'dry_run',
      'done',
      'nothing_to_do',
      'done',
      'failed',
      'interrupted',
      'failed',
    ]);
    expect(documents.at(-1).steps).toMatchObject([
      { kind: 'connector', action: 'create', result: 'done' },
      { kind: 'operation', action: 'create', result: 'done' },
      { kind: 'assignment', action: 'assign', result: 'done' },
      { kind: 'rule', action: 'add', id: '1', result: 'done' },
      { kind: 'rule', action: 'add', id: '2', result: 'failed', error: expect.stringContaining('400') },
      { kind: 'rule', action: 'add', id: '3', result: 'done' },
      { kind: 'rule', action: 'skip', id: '4', result: 'unchanged', why: expect.any(String) },
    ]);
  });
});

describe('connect: names that others gave', () => {
  it('cannot draw on the terminal', async () => {
    const { run, rules } = await start();
    rules.set('1', aRule(1, { ruleName: 'a\u001b[2Jb\nDone: 9 changes.' }));

    const { out } = await run([URL_OF_WEBHOOK, '--all', '--dry-run']);

    expect(out).toContain('add to    alert rule  1  a [2Jb Done: 9 changes.');
    expect(out).not.toContain('\u001b');
  });

  it('cannot do it in an error either', async () => {
    const { run, integrations, attach } = await start();
    await attach();
    const [id = '', operation] = [...integrations.operations][0] ?? [];
    const headers = [{ name: 'X-Key\u001b[2J', value: 'masked' }];
    integrations.operations.set(id, { ...operation, payload: '{}', headers });

    const { code, err } = await run([URL_OF_WEBHOOK, '--all', '--dry-run']);

    expect(code).toBe(1);
    expect(err).toContain('has a header X-Key [2J whose value');
    expect(err).not.toContain('\u001b');
  });
});
