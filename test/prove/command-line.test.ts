import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '../../prove/command-line.ts';
import { ROOT } from '../support/packaged-template.ts';

describe('npm run prove: its options', () => {
  it('are a storm of 50 alerts with baselines, unless the call says otherwise', () => {
    expect(readOptions([])).toEqual({ alerts: 50, periodMs: 12_000, withBaselines: true, json: false });
    expect(readOptions(['--alerts', '6', '--period', '4', '--no-baselines', '--json', '--cheat', 'forget'])).toEqual({
      alerts: 6,
      periodMs: 4000,
      withBaselines: false,
      json: true,
      cheat: 'forget',
    });
  });

  it.each([
    ['http://127.0.0.1:9000/v7', 'http://127.0.0.1:9000/v7'],
    ['http://127.0.0.1:9000/v7/', 'http://127.0.0.1:9000/v7'],
    ['https://counter.example', 'https://counter.example'],
  ])('--upstream %s is the base %s', (value, upstream) => {
    expect(readOptions(['--upstream', value])).toMatchObject({ upstream });
  });

  it.each([
    [['--upstreams', 'x'], /^Unknown option '--upstreams'/],
    [['x'], /^Unexpected argument 'x'/],
    [['--alerts', '5'], /^--alerts takes a whole number from 6 to 50\.$/],
    [['--alerts', '51'], /^--alerts takes/],
    [['--alerts', '6.5'], /^--alerts takes/],
    [['--period', '3'], /^--period takes a whole number from 4 to 12\.$/],
    [['--cheat', 'sometimes'], /^--cheat takes one of over-limit, forget\.$/],
    [['--upstream', 'counter'], /^--upstream takes an http or https URL/],
    [['--upstream', 'ftp://counter.example'], /^--upstream takes an http or https URL/],
    [['--upstream', 'http://user:password@counter.example'], /^--upstream takes an http or https URL/],
    [['--upstream', 'http://counter.example/?a=b'], /^--upstream takes an http or https URL/],
    [['--upstream', 'https://api.thousandeyes.com/v7'], /does not call the API of ThousandEyes/],
  ])('%j are refused in one sentence', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(sentence);
  });
});

describe('npm run prove: its process', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['prove/main.ts', ...args], { cwd: ROOT }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
    );

  it('--help explains options and exit codes, and exits 0', async () => {
    const { code, stdout } = await run('--help');

    expect(code).toBe(0);
    for (const word of ['--upstream', '--alerts', '--period', '--no-baselines', '--cheat', '--json', 'Exit code']) {
      expect(stdout).toContain(word);
    }
  });

  it('a wrong option exits 2 with one line', async () => {
    const { code, stdout, stderr } = await run('--alerts', 'many');

    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: '--alerts takes a whole number from 6 to 50. See npm run prove -- --help.\n',
    });
  });

  it('a counter that is not there exits 2 with one line', async () => {
    const { code, stderr } = await run('--upstream', 'http://127.0.0.1:1/v7');

    expect(code).toBe(2);
    expect(stderr).toBe(
      'Nobody takes connections at http://127.0.0.1:1/v7: start your counter first. See npm run prove -- --help.\n',
    );
  });
});
