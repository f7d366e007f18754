import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../lib/runtime/function-names.ts';
import { type Bundle, packagePathOf, readBundle, readMetafile } from '../../build/metafile.ts';
import { ROOT } from '../support/packaged-template.ts';

/**
 * The budgets in bytes, minified and uncompressed. A cold start reads every byte, and compiles all but the board's
 * style and script. If a function exceeds its budget, `npm run bench -- --only imports,sizes` shows the reason.
 */
const MAX_BYTES: Record<FunctionName, number> = {
  webhook: 330_000,
  captures: 395_000,
  schedule: 305_000,
  worker: 1_140_000,
};

/** The packages that a function must not contain. */
const MUST_NOT_HAVE: Record<FunctionName, readonly string[]> = {
  webhook: ['undici', '@aws-sdk/client-sns'],
  captures: ['undici', '@aws-sdk/client-sns'],
  schedule: ['undici', '@aws-sdk/client-sns', '@aws-sdk/client-secrets-manager'],
  worker: [],
};

describe.each(FUNCTION_NAMES)('bundle of the %s function', (name) => {
  let bundle: Bundle;
  let packagePaths: readonly string[];
  beforeAll(async () => {
    bundle = await readBundle(ROOT, name);
    packagePaths = [...new Set(bundle.files.flatMap((file) => packagePathOf(file) ?? []))];
  });

  const packages = () => packagePaths.map((path) => path.replace(/.*node_modules\//, ''));

  it('is within its budget', () => {
    expect(bundle.bytes).toBeLessThanOrEqual(MAX_BYTES[name]);
  });

  it('has no package that the function does not need', () => {
    expect(packages()).toContain('zod');
    expect(packages().filter((used) => MUST_NOT_HAVE[name].includes(used))).toEqual([]);
  });

  it('has neither the AWS SDK’s credential chain nor its event streams nor more of zod than zod/mini nor anything of the local system', () => {
    const unwanted =
      /credential-provider-(?!env)|nested-clients|token-providers|event-streams\/|zod\/v4\/(classic|locales)\/|(^|\/)local\//;

    expect(bundle.files.filter((file) => unwanted.test(file))).toEqual([]);
  });

  it('has each package once', () => {
    expect(packages()).toEqual([...new Set(packages())]);
  });
});

describe('the metafile of the captures function', () => {
  it('names every file of the board’s style and script, so that packaging sees when one is newer', async () => {
    const { inputs } = await readMetafile(ROOT, 'captures');
    const entries = await readdir(join(ROOT, 'lib/operator/board/browser'), { recursive: true });

    const named = Object.keys(inputs).filter((file) => file.startsWith('lib/operator/board/browser/'));
    const there = entries
      .filter((file) => /\.(css|js)$/.test(file))
      .map((file) => join('lib/operator/board/browser', file));
    expect(named.toSorted()).toEqual(there.toSorted());
  });
});
