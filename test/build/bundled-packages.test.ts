import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { readBundledPackages } from '../../build/bundled-packages.ts';

describe('the packages in the bundles', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'bundles-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = async (file: string, content: object | string) => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  };

  /** Writes metafiles: every function has the project's own code, and the worker also has `inputs`. */
  const writeMetafiles = async (inputs: Record<string, number>) => {
    for (const name of FUNCTION_NAMES) {
      const bytes = { 'lib/own.ts': 10, ...(name === 'worker' && inputs) };
      const entries = Object.entries(bytes).map(([file, bytesInOutput]) => [file, { bytesInOutput }]);
      await write(`dist/${name}/metafile.json`, { outputs: { 'index.mjs': { inputs: Object.fromEntries(entries) } } });
    }
  };

  it('are those of which bytes are in a bundle, nested ones too', async () => {
    await write('node_modules/@a/b/package.json', { name: '@a/b', version: '1.0.0', license: 'MIT' });
    await write('node_modules/@a/b/node_modules/c/package.json', { name: 'c', version: '2.0.0', license: 'ISC' });
    await writeMetafiles({
      'node_modules/@a/b/index.js': 5,
      'node_modules/@a/b/node_modules/c/c.js': 5,
      'node_modules/shaken-out/index.js': 0,
    });

    const packages = await readBundledPackages(root);

    expect(packages).toEqual([
      {
        name: '@a/b',
        version: '1.0.0',
        license: 'MIT',
        path: 'node_modules/@a/b',
        functions: ['worker'],
        legalFiles: [],
      },
      {
        name: 'c',
        version: '2.0.0',
        license: 'ISC',
        path: 'node_modules/@a/b/node_modules/c',
        functions: ['worker'],
        legalFiles: [],
      },
    ]);
  });

  it('have the licenses of code that they took over, if that code is bundled', async () => {
    await write('node_modules/a/package.json', { name: 'a', version: '1.0.0', license: 'MIT' });
    for (const file of ['LICENSE', 'NOTICE.txt', 'license.js', 'lib/parser/LICENSE.md', 'lib/unused/LICENSE'])
      await write(`node_modules/a/${file}`, 'text');
    await writeMetafiles({ 'node_modules/a/lib/parser/index.js': 5 });

    const [a] = await readBundledPackages(root);

    expect(a?.legalFiles).toEqual(
      ['LICENSE', 'NOTICE.txt', 'lib/parser/LICENSE.md'].map((file) => `node_modules/a/${file}`),
    );
  });

  it('cannot be read without bundles, and the error says what to do', async () => {
    await expect(readBundledPackages(root)).rejects.toThrow('Run npm run build first.');
  });
});
