import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { CreateTopicCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { startStack, TOKENS } from '../support/doctor.ts';

const GOOD = ['--stack', 'good', '--json', '--aid', '74411', '--test-id', '3417721'];
const KEY = { AttributeName: 'KmsMasterKeyId', AttributeValue: 'alias/aws/sns' };

describe('npm run doctor', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  beforeAll(async () => {
    stack = await startStack();
    const { emulators } = stack;
    await emulators.sns.send(new SetTopicAttributesCommand({ TopicArn: emulators.messaging.topicArn, ...KEY }));
  });
  beforeEach(() => {
    stack.putSecrets();
    stack.local.standIn().faults.clear();
  });
  afterAll(() => stack.stop());

  /** The outcomes of a report that are neither ok nor skipped. */
  const trouble = (report: { checks: { check: string; outcome: string }[] }) =>
    Object.fromEntries(
      report.checks
        .filter(({ outcome }) => outcome === 'warn' || outcome === 'fail')
        .map(({ check, outcome }) => [check, outcome]),
    );

  it('finds nothing to fix in a good stack, and exits 0', async () => {
    const { exitCode, report } = await stack.doctor(GOOD);

    expect(exitCode).toBe(0);
    expect(trouble(report)).toEqual({ 'webhook-url': 'warn' }); // no TLS on this machine
    expect(report.checks.filter(({ outcome }: any) => outcome === 'skipped').map(({ check }: any) => check)).toEqual([
      'permission',
      'live',
    ]);
  });

  it('calls the ThousandEyes API of the stack for every check', async () => {
    const { calls } = stack.local.standIn();
    const before = calls.length;

    const { report } = await stack.doctor([...GOOD, '--api-url', '']);

    expect(trouble(report)).toEqual({ 'webhook-url': 'warn' });
    expect(calls.slice(before).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/v7/account-groups', '/v7/connectors/generic']),
    );
  });

  it.each([
    ['a webhook token of another stack', { webhook: 'another-webhook-token' }, { 'webhook-accepts': 'fail' }],
    ['an operator token of another stack', { operator: 'another-operator-token' }, { 'operator-api': 'fail' }],
    ['a wrong ThousandEyes token', { thousandeyes: 'wrong' }, { 'thousandeyes-token': 'fail' }],
    ['one token twice', { operator: TOKENS.webhook }, { 'secrets-differ': 'fail', 'operator-api': 'fail' }],
    ['JSON without a token', { thousandeyes: '{"key":1}' }, { 'secret-thousandeyes': 'fail' }],
  ])('finds %s, and exits 1', async (_, secrets, found) => {
    stack.putSecrets(secrets);

    const { exitCode, report } = await stack.doctor(GOOD);

    expect(exitCode).toBe(1);
    expect(trouble(report)).toEqual({ 'webhook-url': 'warn', ...found });
  });

  it('takes secrets as JSON, as the functions do', async () => {
    stack.putSecrets({ webhook: JSON.stringify({ token: TOKENS.webhook }) });

    expect((await stack.doctor(GOOD)).check('webhook-accepts')).toMatchObject({ outcome: 'ok' });
  });

  it('shows a token that is refused once only', async () => {
    const { calls } = stack.local.standIn();
    stack.putSecrets({ thousandeyes: 'wrong' });
    const before = calls.length;

    await stack.doctor(GOOD);

    expect(calls.slice(before).map(({ path, status }) => [path, status])).toEqual([['/v7/account-groups', 401]]);
  });

  it.each([
    [{ status: 403 }, 'fail', /may not use the API/],
    [{ status: 429, headers: { 'retry-after': '30' } }, 'warn', /429/],
    [{ status: 500 }, 'warn', /has a problem/],
    [{ kind: 'reset' as const }, 'fail', /no answer/],
  ])('explains a ThousandEyes that answers %j', async (fault, outcome, said) => {
    stack.local.standIn().faults.add({ method: 'GET', ...fault });

    const { check } = await stack.doctor(GOOD);

    expect(check('thousandeyes-token')).toMatchObject({ outcome, message: expect.stringMatching(said) });
    expect(check('webhook-accepts')).toMatchObject({ outcome: 'ok' });
  });

  it.each([
    ['another account group', ['--aid', '9'], 'account-group', /Operations/],
    ['a test of another account group', ['--test-id', '3417731'], 'test', /--aid/],
    ['a test of Endpoint Agents', ['--test-id', '584739201'], 'test', /Endpoint Agent test/],
    ['a private snapshot', ['--test-id', '3417723'], 'test', /private snapshot/],
    ['a topic that is not there', ['--topic-arn', 'arn:aws:sns:eu-central-1:000000000000:gone'], 'topic', /not exist/],
  ])('finds %s', async (_, args, id, said) => {
    const { exitCode, check } = await stack.doctor([...GOOD, ...args]);

    expect(exitCode).toBe(1);
    expect(check(id).outcome).toBe('fail');
    expect(JSON.stringify(check(id))).toMatch(said);
  });

  it('finds a topic to which nobody has subscribed', async () => {
    const { TopicArn = '' } = await stack.emulators.sns.send(new CreateTopicCommand({ Name: 'lonely' }));

    const { check } = await stack.doctor([...GOOD, '--topic-arn', TopicArn]);

    expect(check('topic')).toMatchObject({ outcome: 'fail', message: expect.stringContaining('no subscription') });
    expect(check('topic-encryption')).toMatchObject({ outcome: 'warn' });
  });

  it.each([
    [-31_000, 'warn'],
    [-301_000, 'fail'],
  ])('finds a clock that is %i ms off', async (offset, outcome) => {
    const { check } = await stack.doctor(GOOD, { now: () => Date.now() + offset });

    expect(check('clock')).toMatchObject({ outcome, message: expect.stringContaining('behind') });
  });

  it('follows no redirect, so that no token goes where nobody sent it', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '');
      response.writeHead(301, { location: `${stack.local.system.url}/webhooks/thousandeyes` }).end();
    });
    const { url, stop } = await listen(server);

    const { check } = await stack.doctor([...GOOD, '--webhook-url', url]);
    await stop();

    expect(check('webhook-url')).toMatchObject({ outcome: 'fail', message: expect.stringContaining('301') });
    expect(check('webhook-accepts')).toMatchObject({ outcome: 'skipped' });
    expect(seen).not.toContain(`Bearer ${TOKENS.webhook}`);
  });

  it('is held up by no server that hangs, and reports all the others', async () => {
    const { url, stop } = await listen(createServer(() => undefined));

    const { exitCode, check } = await stack.doctor([...GOOD, '--webhook-url', url, '--timeout', '1']);
    await stop();

    expect(exitCode).toBe(1);
    expect(check('webhook-url')).toMatchObject({ outcome: 'fail', message: expect.stringContaining('in time') });
    expect(check('thousandeyes-token')).toMatchObject({ outcome: 'ok' });
    expect(check('topic')).toMatchObject({ outcome: 'ok' });
  });

  it('is held up by no Secrets Manager that hangs', async () => {
    const { url, stop } = await listen(createServer(() => undefined));

    const { check } = await stack.doctor([...GOOD, '--timeout', '1'], { secretsUrl: url });
    await stop();

    expect(check('secret-webhook')).toMatchObject({ outcome: 'fail', message: expect.stringContaining('Timeout') });
    expect(check('webhook-accepts')).toMatchObject({ outcome: 'skipped' });
    expect(check('webhook-refuses')).toMatchObject({ outcome: 'ok' });
  });

  it('sends no token over plain http', async () => {
    const { check } = await stack.doctor([...GOOD, '--webhook-url', 'http://webhook.example']);

    expect(check('webhook-url')).toMatchObject({ outcome: 'fail', message: expect.stringContaining('https') });
    expect(check('webhook-accepts').message).toMatch(/plain http/);
    expect(check('operator-api').message).toMatch(/plain http/);
  });

  it('calls what was not given skipped, and says what would give it', async () => {
    const { exitCode, report } = await stack.doctor(['--stack', 'small', '--json']);

    expect(exitCode).toBe(0);
    for (const { check, outcome, message } of report.checks) {
      if (/^topic|^clock$|^lambda-concurrency$/.test(check)) continue;
      expect(outcome).toBe('skipped');
      expect(message).toMatch(/^Not checked: \w.*\.$/);
    }
  });

  it.each([
    ['gone', /ValidationError.*no stack with this name/],
    ['other', /no output of this project/],
  ])('exits 2 with one line if the stack "%s" cannot be used', async (name, said) => {
    const { exitCode, out, err } = await stack.doctor(['--stack', name]);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(said);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('has the JSON of its schema, every check in its order', async () => {
    const schema = JSON.parse(await readFile(new URL('../../docs/doctor.schema.json', import.meta.url), 'utf8'));
    const validate = new Ajv2020().compile(schema);
    stack.putSecrets({ thousandeyes: 'wrong' });

    const { report } = await stack.doctor(GOOD);

    expect(validate(report) || validate.errors).toBe(true);
    expect(report.outcome).toBe('fail');
    const order = schema.properties.checks.items.properties.check.enum;
    expect(report.checks.map(({ check }: { check: string }) => check)).toEqual(order);
  });

  it('reports the same to people in lines, with what to do below each', async () => {
    stack.putSecrets({ thousandeyes: 'wrong' });

    const { out, err } = await stack.doctor(GOOD.filter((arg) => arg !== '--json'));

    expect(out).toMatch(/^ok {4}Webhook secret {7}Readable, from Secrets Manager\.$/m);
    expect(out).toMatch(/^FAIL {2}ThousandEyes token .*401.*\n {27}-> Create a new one/m);
    expect(out).toMatch(/\n\n1 to fix, 1 to look at, 14 fine, 7 not checked\.\n$/);
    expect(err).toBe('');
  });

  it('has printed no token in any of these runs', () => {
    const all = stack.printed.join('');

    expect(all.length).toBeGreaterThan(10_000);
    for (const token of Object.values(TOKENS)) expect(all).not.toContain(token);
    expect(all).not.toMatch(/another-\w+-token/);
  });
});
