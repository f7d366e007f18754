import { describe, expect, it } from 'vitest';
import type { Aws } from '../../setup/doctor/aws.ts';
import { readOptions } from '../../setup/doctor/options.ts';
import { findTargets } from '../../setup/doctor/targets.ts';

const silent = { isTerminal: false, out: () => undefined, err: () => undefined };
const urlOf = (host: string): string => `https://${host}.example/v7`;

describe('doctor: the address of the ThousandEyes API', () => {
  const addressOf = async (args: readonly string[], env: Record<string, string>, ofStack: object) => {
    const aws = { stack: async () => ({ topicArn: 'arn', ...ofStack }) } as unknown as Aws;
    return (await findTargets(readOptions(['--stack', 'a', ...args], { ...silent, env }), aws)).apiUrl;
  };
  const option = ['--api-url', urlOf('option')];
  const env = { THOUSANDEYES_API_URL: urlOf('variable') };
  const ofStack = { apiUrl: urlOf('stack') };

  it('is that of the option, then of the stack, then of the variable, then the usual one', async () => {
    expect(await addressOf(option, env, ofStack)).toBe(urlOf('option'));
    expect(await addressOf([], env, ofStack)).toBe(urlOf('stack'));
    expect(await addressOf([], env, {})).toBe(urlOf('variable'));
    expect(await addressOf([], {}, {})).toBe('https://api.thousandeyes.com/v7');
  });

  it('is as without the option if the option is empty, as from an output that an older stack lacks', async () => {
    expect(await addressOf(['--api-url', ''], env, ofStack)).toBe(urlOf('stack'));
    expect(await addressOf(['--api-url', ''], env, {})).toBe(urlOf('variable'));
  });
});
