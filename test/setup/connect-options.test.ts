import { describe, expect, it } from 'vitest';
import { readOptions } from '../../setup/connect/options.ts';

describe('connect: an empty --api-url, as from an output that an older stack lacks', () => {
  it('counts as absent, so THOUSANDEYES_API_URL applies', () => {
    const env = { THOUSANDEYES_API_URL: 'https://api.eu.example.com/v7' };
    const args = ['https://example.com/webhooks/thousandeyes', '--all', '--api-url', ''];

    expect(readOptions(args, { env, out: () => undefined, isTerminal: true })?.apiUrl).toBe(env.THOUSANDEYES_API_URL);
  });
});
