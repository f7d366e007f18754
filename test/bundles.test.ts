import { describe, expect, it } from 'vitest';
import { FUNCTIONS, type FunctionName, readBundle } from './support/bundle.ts';

/**
 * Budgets: every byte is read and compiled at a cold start. Minified, before compression.
 * A bundle that outgrows its budget has taken something in; `npm run bench -- --only imports,sizes` says what.
 */
const MAX_BYTES: Record<FunctionName, number> = {
  webhook: 400_000,
  captures: 470_000,
  schedule: 380_000,
  worker: 1_210_000,
};

/** What a function has no business with, by the package's name. */
const MUST_NOT_HAVE: Record<FunctionName, readonly string[]> = {
  webhook: ['undici', '@aws-sdk/client-sns'],
  captures: ['undici', '@aws-sdk/client-sns'],
  schedule: ['undici', '@aws-sdk/client-sns', '@aws-sdk/client-secrets-manager'],
  worker: [],
};

describe.each(FUNCTIONS)('bundle of the %s function', (name) => {
  const { bytes, modules, packages } = readBundle(name);

  it('is within its budget', () => {
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES[name]);
  });

  it('has no package that the function does not need', () => {
    expect(packages.filter((used) => MUST_NOT_HAVE[name].includes(used))).toEqual([]);
  });

  it('has neither the AWS SDK’s credential chain nor zod’s languages nor anything of the local system', () => {
    const unwanted =
      /credential-provider-(?!env)|nested-clients|token-providers|zod\/v4\/locales\/(?!en\.)|(^|\/)local\//;

    expect(modules.filter((file) => unwanted.test(file))).toEqual([]);
  });

  it('has each package once', () => {
    const copies = new Set(modules.flatMap((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []));

    expect([...copies]).toHaveLength(packages.length);
  });
});
