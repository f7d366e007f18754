import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsEnvironment } from '../../local/aws-environment.ts';
import { startStack, TOKENS } from '../support/doctor.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs `npm run doctor -- …` in a separate process, without a terminal. */
const npmRunDoctor = async (args: readonly string[], env: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['setup/doctor.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { exitCode: child.exitCode, stdout, stderr };
};

describe('npm run doctor as a command', () => {
  let stack: Awaited<ReturnType<typeof startStack>>;
  let env: Record<string, string>;
  beforeAll(async () => {
    stack = await startStack();
    stack.putSecrets();
    env = {
      ...awsEnvironment(stack.emulators.urls),
      AWS_ENDPOINT_URL_CLOUDFORMATION: stack.cloudFormation.url,
      AWS_ENDPOINT_URL_DYNAMODB: stack.accountUrl,
      AWS_ENDPOINT_URL_LAMBDA: stack.accountUrl,
      THOUSANDEYES_API_URL: stack.local.standIn().apiUrl,
    };
  });
  afterAll(() => stack.stop());

  it('reads a stack with the real SDK, and exits 0 with plain lines', async () => {
    const { exitCode, stdout, stderr } = await npmRunDoctor(['--stack', 'good', '--test-id', '3417721'], env);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^ok {4}Webhook accepts/m);
    expect(stdout).toMatch(/^ok {4}Clocks .*AWS/m);
    expect(stdout).not.toContain('\u001b');
    for (const token of Object.values(TOKENS)) expect(stdout).not.toContain(token);
  });

  it('takes tokens from the environment, and exits 1 with JSON and nothing else', async () => {
    const { exitCode, stdout, stderr } = await npmRunDoctor(['--json', '--webhook-url', stack.local.system.url], {
      ...env,
      WEBHOOK_TOKEN: 'not-the-webhook-token',
      THOUSANDEYES_TOKEN: TOKENS.thousandeyes,
    });

    const { checks } = JSON.parse(stdout);
    const outcomeOf = (id: string) => checks.find(({ check }: { check: string }) => check === id).outcome;
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(outcomeOf('webhook-accepts')).toBe('fail');
    expect(outcomeOf('thousandeyes-token')).toBe('ok');
    expect(outcomeOf('operator-api')).toBe('skipped');
    expect(stdout).not.toContain('not-the-webhook-token');
  });

  it('--help explains options, variables and exit codes', async () => {
    const { exitCode, stdout } = await npmRunDoctor(['--help']);

    expect(exitCode).toBe(0);
    for (const word of ['--stack', '--live', '--json', 'THOUSANDEYES_TOKEN', 'Exit code: 0', 'docs/doctor.md']) {
      expect(stdout).toContain(word);
    }
  });

  it.each([
    [[], /^There is nothing to check: name a --stack/],
    [['--stack'], /argument missing/],
    [['--stakc', 'x'], /unknown option '--stakc'/],
    [['--operator-token=a-misplaced-token'], /unknown option '--operator-token'/],
    [["--live=a'misplaced-token"], /unknown option '--live'/],
    [['-tmisplaced-token'], /unknown option '-t'/],
    [['a-misplaced-token'], /^The doctor takes only options/],
    [['--webhook-url', 'webhook.example'], /--webhook-url takes an https URL/],
    [['--topic-arn', 'x', '--aid', 'Operations'], /--aid takes a number/],
    [['--topic-arn', 'x', '--test-id', '0'], /--test-id takes a number/],
    [['--topic-arn', 'x', '--timeout', '0'], /--timeout takes a number of seconds/],
    [['--topic-arn', 'x', '--api-url', 'here'], /THOUSANDEYES_API_URL must be an http/],
    [['--topic-arn', 'x', '--live'], /--live needs a --test-id/],
    [['--topic-arn', 'x', '--live', '--test-id', '1'], /confirmation on a terminal\. Elsewhere, add --yes/],
    [
      ['--topic-arn', 'x', '--live', '--yes', '--test-id', '1', '--show-link'],
      /--show-link needs --live and a terminal/,
    ],
  ])('%j exits 2 with one line', async (args, line) => {
    const { exitCode, stdout, stderr } = await npmRunDoctor(args);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr).not.toContain('misplaced');
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('without credentials or a region, says what is missing and goes on', async () => {
    const { exitCode, stdout } = await npmRunDoctor(['--webhook-secret-id', 'webhook'], {
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
    });

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}Webhook secret .*AWS_REGION/m);
  });
});
