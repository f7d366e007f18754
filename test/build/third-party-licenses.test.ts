import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type BundledPackage, readBundledPackages } from '../../build/bundled-packages.ts';
import { licenseFaults, renderThirdPartyLicenses } from '../../build/third-party-licenses.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const aPackage = (changes: Partial<BundledPackage> = {}): BundledPackage => ({
  name: 'a',
  version: '1.0.0',
  license: 'MIT',
  path: 'node_modules/a',
  functions: ['worker'],
  legalFiles: ['node_modules/a/LICENSE'],
  ...changes,
});

describe('THIRD-PARTY-LICENSES', () => {
  it('is what `npm run licenses` makes of the bundles', async () => {
    const file = await readFile(`${ROOT}THIRD-PARTY-LICENSES`, 'utf8');

    const now = await renderThirdPartyLicenses(ROOT, await readBundledPackages(ROOT));

    expect(file === now, 'THIRD-PARTY-LICENSES is out of date: run npm run licenses, and commit it').toBe(true);
  });

  it('is about packages that may be deployed', async () => {
    expect(licenseFaults(await readBundledPackages(ROOT))).toEqual([]);
  });
});

describe('a package that may not be deployed', () => {
  it('has a license that is not on the list', () => {
    expect(licenseFaults([aPackage({ license: 'GPL-3.0-only' })])).toEqual([
      expect.stringContaining('a 1.0.0: the license "GPL-3.0-only" is not one of 0BSD, Apache-2.0,'),
    ]);
  });

  it('names no license', () => {
    expect(licenseFaults([aPackage({ license: '' })])).toEqual([
      expect.stringContaining('the license "" is not one of'),
    ]);
  });

  it('ships no text, and its license names an owner', () => {
    expect(licenseFaults([aPackage({ legalFiles: [] })])).toEqual(['a 1.0.0: it ships no license text.']);
  });

  it('is not one that ships no text if the text is the same for everyone', () => {
    expect(licenseFaults([aPackage({ license: 'Apache-2.0', legalFiles: [] })])).toEqual([]);
  });
});
