import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen } from '../local/listen.ts';
import { bash, blocksOf, blockWith, DEPLOYMENT, functionOf, RUNBOOK, UPDATING } from './support/documented-shell.ts';
import { ROOT } from './support/packaged-template.ts';
import { readProjectFile } from './support/project-files.ts';

const PAGES = globSync(['*.md', 'docs/*.md'], { cwd: ROOT });

describe('the blocks for the shell', () => {
  it.each(PAGES)('of %s are valid', (page) => {
    for (const block of blocksOf(readProjectFile(page)))
      expect(spawnSync('bash', ['-n', '-c', block], { encoding: 'utf8' }).stderr).toBe('');
  });

  it.each(PAGES)('of %s read a token last, because it would be the next line of a pasted block', (page) => {
    const reading = blocksOf(readProjectFile(page)).filter((block) => block.includes('read -rs'));

    for (const block of reading) {
      const commands = block
        .replaceAll(/(\\|\||&&)\n/g, ' ')
        .trim()
        .split('\n');
      expect(commands.findIndex((command) => command.includes('read -rs'))).toBe(commands.length - 1);
    }
  });
});

describe('the functions for the shell', () => {
  it('`operator` sends the token to the API, and no argument of curl has it', async () => {
    const seen: object[] = [];
    const server = createServer(({ method, url, headers }, response) => {
      seen.push({ method, url, authorization: headers.authorization });
      response.end('{}');
    });
    const { url, stop } = await listen(server);
    const script = `OPERATOR_TOKEN=the-token; output() { echo ${url}; }; ${functionOf('operator')}
      set -x; operator /captures/7/retry -X POST`;

    const { err } = await bash(script, {});
    await stop();

    expect(seen).toEqual([{ method: 'POST', url: '/captures/7/retry', authorization: 'Bearer the-token' }]);
    const curl = err.split('\n').find((line) => line.includes('curl '));
    expect(curl).toContain('-H @-');
    expect(curl).not.toContain('the-token');
  });

  it.each(['output', 'secret'])('`%s` is the same in the runbook as where the stack is deployed', (name) => {
    expect(functionOf(name)).toBe(functionOf(name, DEPLOYMENT));
  });

  it('`output` is the same where the stack is updated', () => {
    expect(functionOf('output', UPDATING)).toBe(functionOf('output'));
  });

  it('`insights` ends if the query does not start', async () => {
    const { code, calls } = await bash(`${functionOf('insights')}\ninsights 'fields @message'`, {});

    expect(code).not.toBe(0);
    expect(calls).toHaveLength(1);
  });

  it.each(['Failed', 'Cancelled', 'Timeout', ''])('`insights` ends if the query is over as %j', async (status) => {
    const { code, err } = await bash(`${functionOf('insights')}\ninsights 'fields @message' group`, {
      'logs start-query': 'echo 7',
      'logs get-query-results': `echo ${status}`,
    });

    expect(code).toBe(1);
    expect(err).toBe('The query failed.\n');
  });

  it('`insights` waits for the query, and prints its results', async () => {
    const { code, out } = await bash(`${functionOf('insights')}\ninsights 'fields @message' group`, {
      'logs start-query': 'echo 7',
      'logs get-query-results --query-id 7 --query status':
        '[ "$(wc -l < "$CALLS")" -gt 3 ] && echo Complete || echo Running',
      'logs get-query-results --query-id 7 --output table': 'echo the results',
    });

    expect(code).toBe(0);
    expect(out).toBe('the results\n');
  });

  it.each(['', 'DELETING', 'ARCHIVED'])('`active` ends if the status of the table is %j', async (status) => {
    const { code } = await bash(`${functionOf('active')}\nactive table`, {
      'dynamodb describe-table': `echo ${status}`,
    });

    expect(code).toBe(1);
  });

  it('`active` waits until the table is active', async () => {
    const { code } = await bash(`${functionOf('active')}\nactive table`, {
      'dynamodb describe-table': '[ "$(wc -l < "$CALLS")" -gt 2 ] && echo ACTIVE || echo CREATING',
    });

    expect(code).toBe(0);
  });
});

describe('the removal of a stack', () => {
  const remove = (name: string, before = '') =>
    bash(
      `npx() { echo "npx $*"; }; output() { echo ${name && `'${name}'`}; }; ${before}
      ${blockWith(UPDATING, 'output TableName | tee')}`,
      {},
    );

  it('goes on if the name of the table is kept', async () => {
    expect((await remove('the-table')).out).toContain('npx osls remove --stage the-stage --region eu-central-1');
  });

  it.each([
    { without: 'the name of the table', name: '', before: '' },
    { without: 'a stage', name: 'the-table', before: 'unset STAGE' },
    { without: 'a region', name: 'the-table', before: 'AWS_REGION=' },
  ])('ends without $without', async ({ name, before }) => {
    expect((await remove(name, before)).out).not.toContain('npx');
  });
});

describe('the deletion of an empty stack', () => {
  const remove = (state: string) =>
    bash(blockWith(UPDATING, 'cloudformation delete-stack'), {
      'cloudformation describe-stacks': `echo ${state}`,
      cloudformation: ':',
    });

  it.each(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED'])(
    'happens in the state %s',
    async (state) => {
      expect((await remove(state)).calls.slice(1)).toEqual([
        'aws cloudformation delete-stack --stack-name the-stack',
        'aws cloudformation wait stack-delete-complete --stack-name the-stack',
      ]);
    },
  );

  it.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED', ''])(
    'does not happen in the state %j',
    async (state) => {
      expect((await remove(state)).calls).toHaveLength(1);
    },
  );
});

describe('muting an alarm', () => {
  const [mute, unmute] = ['disable-alarm-actions', 'enable-alarm-actions'].map((part) =>
    blockWith(RUNBOOK, `cloudwatch ${part}`),
  );

  it('mutes the alarm whose name was put in, and ends its mute', async () => {
    const script = [mute, unmute].join('\n').replaceAll('ALARM=\n', 'ALARM=oldest-pending\n');
    const { calls } = await bash(script, { cloudwatch: ':' });

    expect(calls.filter((call) => call.includes('-alarm-actions'))).toEqual([
      'aws cloudwatch disable-alarm-actions --alarm-names the-stack-oldest-pending',
      'aws cloudwatch enable-alarm-actions --alarm-names the-stack-oldest-pending',
    ]);
  });

  it('mutes nothing as long as nobody put a name in', async () => {
    expect((await bash(mute ?? '', { cloudwatch: ':' })).calls).toEqual([]);
  });
});
