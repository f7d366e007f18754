import { describe, expect, it } from 'vitest';
import { packagedTemplate } from './support/packaged-template.ts';
import { bash, blockWith, DEPLOYMENT, functionOf, HAS_JQ, RUNBOOK, UPDATING } from './support/documented-shell.ts';

describe.runIf(HAS_JQ)('the blocks that use jq (only if the machine has it)', () => {
  it.each([
    ['plain-token', 'plain-token'],
    ['12345678901234567890', '12345678901234567890'],
    ['{"token":"the token","role":"view"}', 'the token'],
    ['{"anna":{"token":"a","role":"view"}}', '{"anna":{"token":"a","role":"view"}}'],
    ['{"token":{"token":"a","role":"view"}}', '{"token":{"token":"a","role":"view"}}'],
  ])('`secret` of %s prints %s', async (value, printed) => {
    const { out, code } = await bash(`${functionOf('secret')}\nsecret WebhookSecretArn`, {
      'secretsmanager get-secret-value --secret-id the-WebhookSecretArn': `echo '${value}'`,
    });

    expect(code).toBe(0);
    expect(out).toBe(`${printed}\n`);
  });

  it('`secret` fails if the secret cannot be read', async () => {
    const { out, code } = await bash(`${functionOf('secret')}\nsecret WebhookSecretArn`, {});

    expect(out).toBe('');
    expect(code).toBe(254);
  });

  it('the captures without a link are listed with their cause, page by page', async () => {
    const first = [
      {
        receivedAt: '2026-03-02T01:00:00Z',
        state: 'failed',
        testName: 'Shop',
        testId: '1',
        alert: { alertId: '203', ruleName: 'Unreachable' },
        failure: { code: 'forbidden' },
      },
      { receivedAt: '2026-03-02T02:00:00Z', state: 'published', testId: '2', link: 'https://…' },
    ];
    const second = [{ receivedAt: '2026-03-02T03:00:00Z', state: 'pending', testId: '3' }];
    const script = `operator() {
        echo "$1" >&2
        case $1 in
          *cursor=more) echo '${JSON.stringify({ items: second })}' ;;
          *) echo '${JSON.stringify({ items: first, nextCursor: 'more' })}' ;;
        esac
      }
      ${blockWith(RUNBOOK, 'select(.link == null)')}`;

    const { out, err } = await bash(script, {});

    const path = '/captures?reason=alert&since=2026-03-02T00:00:00Z&limit=200';
    expect(err.split('\n')).toEqual([path, `${path}&cursor=more`, '']);
    expect(out.split('\n')).toEqual([
      '2026-03-02T01:00:00Z\tfailed\tShop\t203\tUnreachable\tforbidden',
      '2026-03-02T03:00:00Z\tpending\t3\t\t\t',
      '',
    ]);
  });

  it('the captures without a link end after one request with a warning, if the API does not answer', async () => {
    const script = `operator() { echo asked >&2; return 7; }; ${blockWith(RUNBOOK, 'select(.link == null)')}`;

    expect(await bash(script, {})).toMatchObject({ out: '', err: 'asked\nThe list is not complete: \n' });
  });

  it('the captures without a link end with a warning, if the token is refused', async () => {
    const script = `operator() { echo '{"status":401}'; }; ${blockWith(RUNBOOK, 'select(.link == null)')}`;

    expect(await bash(script, {})).toMatchObject({ out: '', err: 'The list is not complete: {"status":401}\n' });
  });

  it.each([
    { topic: 'EvidenceTopic', alarms: 'arn:aws:sns:eu-central-1:123456789012:alarms' },
    { topic: 'AlarmTopic', alarms: 'arn:aws:sns:eu-central-1:123456789012:the-topic' },
  ])('a topic that was deleted gets the policy of the stack: $topic', async ({ topic, alarms }) => {
    const arn = 'arn:aws:sns:eu-central-1:123456789012:the-topic';
    const script = `export STACK; arn=${arn}; output() { echo ${alarms}; }; ${blockWith(RUNBOOK, 'set-topic-attributes')}`;
    const { calls } = await bash(script, { 'sns set-topic-attributes': ':' });
    const given = JSON.parse(calls[0]?.split('--attribute-value ')[1] ?? '');
    const { PolicyDocument } = (await packagedTemplate()).Resources[`${topic}Policy`]?.Properties ?? {};

    const text = JSON.stringify(PolicyDocument)
      .replaceAll(`{"Ref":"${topic}"}`, `"${arn}"`)
      .replaceAll('{"Ref":"AWS::AccountId"}', '"123456789012"')
      .replaceAll(/\{"Fn::Sub":"(arn:[^"]*)"\}/g, '"$1"')
      .replaceAll(
        '${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}',
        'aws:cloudwatch:eu-central-1:123456789012',
      )
      .replaceAll('thousandeyes-snapshot-webhook-dev-', 'the-stack-')
      .replaceAll('"aws:SecureTransport":false', '"aws:SecureTransport":"false"');
    const expected = JSON.parse(text);
    expect(given.Statement).toEqual(expected.Statement.filter((statement: object) => !('Fn::If' in statement)));
  });

  it('the earlier value of a secret is brought back', async () => {
    const stages = { new: ['AWSCURRENT'], old: ['AWSPREVIOUS'], older: [] };
    const { calls } = await bash(blockWith(RUNBOOK, 'update-secret-version-stage'), {
      'secretsmanager describe-secret': `echo '${JSON.stringify({ VersionIdsToStages: stages })}'`,
      'secretsmanager update-secret-version-stage': ':',
    });

    expect(calls.find((call) => call.includes('update-secret'))).toContain(
      '--secret-id the-WebhookSecretArn --version-stage AWSCURRENT --move-to-version-id old --remove-from-version-id new',
    );
  });

  it('the kept deployments are listed with their commits', async () => {
    const key = (n: number) =>
      `serverless/thousandeyes-snapshot-webhook/prod/173290000000${n}-2026-11-30T10:00:0${n}.000Z/compiled-cloudformation-template.json`;
    const zip = key(1).replace(/[^/]*$/, 'webhook.zip');
    const { out } = await bash(blockWith(UPDATING, 'compiled-cloudformation-template.json'), {
      's3 ls': `printf '%s\\n' ${[key(1), zip, key(2)].map((name) => `'2026-11-30 10:00:00 12345 ${name}'`).join(' ')}`,
      's3 cp': `echo '{"Outputs":{"Commit":{"Value":"the-commit"}}}'`,
    });

    expect(out.split('\n')).toEqual([
      '1732900000001-2026-11-30T10:00:01.000Z',
      'the-commit',
      '1732900000002-2026-11-30T10:00:02.000Z',
      'the-commit',
      '',
    ]);
  });

  describe('a new ThousandEyes token from the API', () => {
    const rotate = (answer: string) =>
      bash(`secret() { echo old; }; curl() { cat > /dev/null; ${answer}; }; ${blockWith(RUNBOOK, '/api-tokens')}`, {
        'secretsmanager put-secret-value': 'cat > "$WRITTEN"',
      });

    it('is written, and its end is shown', async () => {
      const { out, written } = await rotate(
        `echo '{"bearerToken":"the-new-token","validUntil":"2028-11-30T00:00:00Z"}'`,
      );

      expect(written).toBe('the-new-token');
      expect(out).toBe('The new token expires: 2028-11-30T00:00:00Z\n');
    });

    it.each(['return 22', ':', "echo '{}'"])('is not written if none came: %s', async (answer) => {
      const { written, calls } = await rotate(answer);

      expect(written).toBeUndefined();
      expect(calls).toEqual([]);
    });
  });

  it('the copy of a restored table prints only errors other than that the item exists, and takes large items', async () => {
    const items = ['there', 'new', 'refused', 'x'.repeat(200_000)].map((id) => ({ id: { S: id } }));
    const script = `from=copy table=table; ${blockWith(RUNBOOK, 'attribute_not_exists(id)')}`;
    const put = `item=$(cat); case "$item" in
      *there*) printf '\\nAn error occurred (ConditionalCheckFailedException)\\n' >&2; return 254 ;;
      *refused*) printf '\\nAn error occurred (AccessDeniedException)\\n' >&2; return 254 ;;
      *) echo "$item" >> "$WRITTEN" ;;
    esac`;

    const { out, err, written } = await bash(
      script,
      { 'dynamodb scan': 'cat', 'dynamodb put-item': put },
      JSON.stringify({ Items: items }),
    );

    expect(out).toBe('An error occurred (AccessDeniedException)\nThe loop is at its end.\n');
    expect(err).toBe('');
    expect(
      written
        ?.trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([items[1], items[3]]);
  });

  it('a deleted table is restored from its newest backup, or not at all', async () => {
    const restore = (backups: object[]) =>
      bash(
        `table=table; active() { :; }; ${blockWith(RUNBOOK, 'restore-table-from-backup')}`,
        { 'dynamodb list-backups': 'cat', dynamodb: ':' },
        JSON.stringify({ BackupSummaries: backups }),
      );

    const { calls } = await restore([
      { BackupArn: 'newest', BackupCreationDateTime: '2026-03-02T03:00:00+00:00' },
      { BackupArn: 'older', BackupCreationDateTime: '2026-03-01T03:00:00+00:00' },
    ]);
    expect(calls[1]).toContain('--backup-arn newest');
    expect(calls).toHaveLength(5);

    const { calls: without, err } = await restore([]);
    expect(without).toHaveLength(1);
    expect(err).toContain('there is no backup');
  });
});

describe.runIf(HAS_JQ)('the blocks that change operators (only if the machine has jq)', () => {
  const TOKEN = 'a-token-of-26-characters-x';
  const ANNA = { token: 'a'.repeat(20), role: 'view' };
  const [first, further, removal] = ['jq -nc "{', 'the secret is one token', 'this is the last operator'].map((part) =>
    blockWith(RUNBOOK, part),
  );

  const change = (block = '', { value = '', token = TOKEN, name = 'bob' }) =>
    bash(
      `export OPERATOR=${name} ROLE=operate TOKEN='${token}'; ${functionOf('secret')}
${blockWith(RUNBOOK, 'write_operators() {')}
${block.replace('export OPERATOR=bob', '')}`,
      {
        'secretsmanager get-secret-value': value ? `echo '${value}'` : 'return 254',
        'secretsmanager put-secret-value': 'cat > "$WRITTEN"',
      },
    );

  it.each([
    { title: 'the first, with an empty token', block: first, token: '' },
    { title: 'the first, with a short token', block: first, token: 'short' },
    { title: 'a further one, with an empty token', block: further, token: '', value: JSON.stringify({ anna: ANNA }) },
    { title: 'a further one, and the secret is one token', block: further, value: TOKEN },
    { title: 'a further one, and the secret is one token of digits', block: further, value: '1'.repeat(20) },
    { title: 'a further one, and the secret is one token as JSON', block: further, value: JSON.stringify(ANNA) },
    { title: 'a further one, and the secret cannot be read', block: further },
    { title: 'a removal with a mistyped name', block: removal, value: JSON.stringify({ anna: ANNA, carl: ANNA }) },
    { title: 'a removal of the last one', block: removal, name: 'anna', value: JSON.stringify({ anna: ANNA }) },
    { title: 'a removal, and the secret cannot be read', block: removal },
  ])('write nothing and say so: $title', async ({ block, ...given }) => {
    const { written, err } = await change(block, given);

    expect(written).toBeUndefined();
    expect(err).toContain('Nothing was written.');
    for (const secret of [TOKEN, ANNA.token, '1'.repeat(20)]) expect(err).not.toContain(secret);
  });

  it.each([
    { title: 'the first', block: first, after: { bob: { token: TOKEN, role: 'operate' } } },
    {
      title: 'a further one',
      block: further,
      value: JSON.stringify({ anna: ANNA }),
      after: { anna: ANNA, bob: { token: TOKEN, role: 'operate' } },
    },
    { title: 'a removal', block: removal, value: JSON.stringify({ anna: ANNA, bob: ANNA }), after: { anna: ANNA } },
  ])('write the new value: $title', async ({ block, after, ...given }) => {
    const { written, err } = await change(block, given);

    expect(JSON.parse(written ?? '')).toEqual(after);
    expect(err).toBe('');
  });
});

describe.runIf(HAS_JQ)('a planned run in the dead-letter queue (only if the machine has jq)', () => {
  const received = (body: object) =>
    `echo '${JSON.stringify({ Messages: [{ ReceiptHandle: 'the-handle', Body: JSON.stringify(body) }] })}'`;
  const send = (answers: Readonly<Record<string, string>>) => bash(blockWith(RUNBOOK, 'send_run() {'), answers);
  const isDeleted = (calls: readonly string[]) => calls.some((call) => call.startsWith('aws sqs delete-message'));

  it('is not said to be gone if the queue cannot be read', async () => {
    const { out, err } = await send({});

    expect(out).toBe('');
    expect(err).toContain('The queue could not be read.');
  });

  it.each([':', "echo '{}'"])('is said to be gone if the queue is empty: %s', async (answer) => {
    expect((await send({ 'sqs receive-message': answer })).out).toBe('No run is left.\n');
  });

  it.each([
    { failure: 'Lambda is not reached', invoke: 'return 254', says: 'The run failed again: Lambda was not reached.' },
    {
      failure: 'the function fails',
      invoke: 'echo why > "${@: -1}"; echo Unhandled',
      says: 'failed again: Unhandled. why',
    },
  ])('stays in the queue if $failure', async ({ invoke, says }) => {
    const { err, calls, left } = await send({
      'sqs receive-message': received({ name: 'a' }),
      'lambda invoke': invoke,
    });

    expect(err).toContain(says);
    expect(isDeleted(calls)).toBe(false);
    expect(left).toEqual([]);
  });

  it.each([
    { from: 'Scheduler', body: { name: 'a' } },
    { from: 'Lambda', body: { requestPayload: { name: 'a' }, responseContext: {} } },
  ])('is sent and deleted as $from stored it', async ({ body }) => {
    const { out, calls, written, left } = await send({
      'sqs receive-message': received(body),
      'lambda invoke': 'cat > "$WRITTEN"; echo None',
      'sqs delete-message': ':',
    });

    expect(JSON.parse(written ?? '')).toEqual({ name: 'a' });
    expect(out).toBe('One run was sent.\n');
    expect(calls.at(-1)).toContain('--receipt-handle the-handle');
    expect(left).toEqual([]);
  });
});

describe.runIf(HAS_JQ)('a first deployment that failed with a protected table (only if the machine has jq)', () => {
  const EVENTS = [
    { LogicalResourceId: 'Topic', PhysicalResourceId: 'other' },
    { LogicalResourceId: 'Table', PhysicalResourceId: 'the-table' },
    { LogicalResourceId: 'Table', PhysicalResourceId: '' },
  ];
  const cleanUp = (events: object[], state = 'UPDATE_ROLLBACK_COMPLETE', output = 'None') =>
    bash(
      `npx() { echo "npx $*" >> "$CALLS"; }; ${blockWith(DEPLOYMENT, 'select(.LogicalResourceId == "Table")')}`,
      {
        'cloudformation describe-stacks': `printf '%s\\t%s\\n' '${state}' '${output}'`,
        'cloudformation describe-stack-events': 'cat',
        dynamodb: ':',
      },
      JSON.stringify({ StackEvents: events }),
    );

  it('is cleaned up: the protection, the stack, the table', async () => {
    const { calls } = await cleanUp(EVENTS);

    expect(calls.slice(2)).toEqual([
      'aws dynamodb update-table --table-name the-table --no-deletion-protection-enabled',
      'aws dynamodb wait table-exists --table-name the-table',
      'npx osls remove --stage the-stage --region eu-central-1',
      'aws dynamodb delete-table --table-name the-table',
    ]);
  });

  it('is left alone if no event names the table', async () => {
    expect((await cleanUp([])).calls).toHaveLength(2);
  });

  it.each([
    { stack: 'works', state: 'UPDATE_COMPLETE', output: 'the-table' },
    { stack: 'works, and its last update failed', state: 'UPDATE_ROLLBACK_COMPLETE', output: 'the-table' },
    { stack: 'is being deployed', state: 'UPDATE_IN_PROGRESS', output: 'None' },
  ])('is left alone if the stack $stack', async ({ state, output }) => {
    expect((await cleanUp(EVENTS, state, output)).calls).toHaveLength(1);
  });
});

describe.runIf(HAS_JQ)('the daily check (only if the machine has jq)', () => {
  const check = (attached: string, rules: string, exitCode = 0) =>
    bash(
      `npm() { cat; return ${exitCode}; }; ${blockWith(RUNBOOK, 'run -s doctor')}`,
      {},
      JSON.stringify({
        checks: [
          { check: 'webhook-url', outcome: 'ok' },
          { check: 'webhook-attached', outcome: attached },
          { check: 'alert-rules', outcome: rules },
        ],
      }),
    );

  it('ends with 0 if the webhook is attached and rules notify it', async () => {
    expect((await check('ok', 'ok')).code).toBe(0);
  });

  it.each([
    { attached: 'skipped', rules: 'ok', exitCode: 0 },
    { attached: 'ok', rules: 'warn', exitCode: 0 },
    { attached: 'ok', rules: 'ok', exitCode: 1 },
  ])('fails if the checks are $attached and $rules, and the doctor ends with $exitCode', async (given) => {
    expect((await check(given.attached, given.rules, given.exitCode)).code).not.toBe(0);
  });

  it.each([
    { action: 'keep', fails: false },
    { action: 'skip', fails: false },
    { action: 'add', fails: true },
  ])('fails if a rule lacks the webhook: $action', async ({ action, fails }) => {
    const steps = [
      { kind: 'connector', action: 'keep', name: 'webhook' },
      { kind: 'rule', action: 'keep', name: 'one' },
      { kind: 'rule', action, name: 'two' },
    ];
    const { code } = await bash(
      `npm() { cat; }; ${blockWith(RUNBOOK, '--dry-run --json')}`,
      {},
      JSON.stringify({ steps }),
    );

    expect(code !== 0).toBe(fails);
  });

  it('fails if the rules could not be read', async () => {
    const { code } = await bash(`npm() { return 1; }; ${blockWith(RUNBOOK, '--dry-run --json')}`, {});

    expect(code).not.toBe(0);
  });
});
