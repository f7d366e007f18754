import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { readBundledPackages } from '../../build/bundled-packages.ts';
import { readDeployed } from '../../build/metafile.ts';
import { sbomOf } from '../../build/sbom.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A schema of the main fields. Source: CycloneDX 1.6. */
const hash = (alg: string, length: number) => ({
  required: ['alg', 'content'],
  properties: { alg: { const: alg }, content: { pattern: `^[0-9a-f]{${length}}$` } },
});
const fileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'name', 'hashes'],
  properties: { type: { const: 'file' }, name: { type: 'string' }, hashes: { items: hash('SHA-256', 64) } },
};
const componentSchema = {
  type: 'object',
  required: ['type', 'bom-ref', 'name', 'version'],
  properties: {
    type: { enum: ['application', 'library'] },
    purl: { pattern: '^pkg:npm/(%40[a-z0-9-]+/)?[a-z0-9-]+@\\d+\\.\\d+\\.\\d+$' },
    hashes: { minItems: 1, maxItems: 1, items: hash('SHA-512', 128) },
    components: { minItems: 1, items: fileSchema },
    licenses: { minItems: 1, items: { required: ['license'], properties: { license: { required: ['id'] } } } },
  },
};
const schema = {
  type: 'object',
  required: ['bomFormat', 'specVersion', 'serialNumber', 'version', 'metadata', 'components', 'dependencies'],
  additionalProperties: false,
  properties: {
    bomFormat: { const: 'CycloneDX' },
    specVersion: { const: '1.6' },
    serialNumber: { pattern: '^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$' },
    version: { const: 1 },
    metadata: { type: 'object', required: ['component'], properties: { component: componentSchema } },
    components: { type: 'array', uniqueItems: true, items: componentSchema },
    dependencies: { type: 'array', items: { required: ['ref', 'dependsOn'] } },
  },
};

describe('the SBOM', () => {
  let input: Parameters<typeof sbomOf>[0];
  const readJson = async (file: string) => JSON.parse(await readFile(`${ROOT}${file}`, 'utf8'));
  beforeAll(async () => {
    const functions = FUNCTION_NAMES.map(async (name) => [name, await readDeployed(ROOT, name)] as const);
    input = {
      project: await readJson('package.json'),
      functions: Object.fromEntries(await Promise.all(functions)),
      packages: await readBundledPackages(ROOT),
      locked: (await readJson('package-lock.json')).packages,
    };
  });

  it('has the main fields of CycloneDX 1.6', () => {
    const validate = new Ajv({ strict: false }).compile(schema);

    validate(sbomOf(input));

    expect(validate.errors).toBeNull();
  });

  it.each([
    ['worker', ['worker/index.mjs']],
    ['captures', ['captures/index.mjs', 'captures/browser/board.css', 'captures/browser/board.js']],
  ])('has the hash of each file of %s', async (name, files) => {
    const { components } = sbomOf(input);

    const hashOf = async (file: string) => createHash('sha256').update(await readFile(`${ROOT}dist/${file}`));
    const expected = files.map(async (file) => ({
      type: 'file',
      name: file,
      hashes: [{ alg: 'SHA-256', content: (await hashOf(file)).digest('hex') }],
    }));
    expect(components.find((component) => component.name === name)).toMatchObject({
      components: await Promise.all(expected),
    });
  });

  it('has exactly the packages that are bundled', () => {
    const { components } = sbomOf(input);

    expect(components.filter(({ type }) => type === 'library').map(({ name }) => name)).toEqual(
      input.packages.map(({ name }) => name),
    );
  });

  it('says which function has which package', () => {
    const { dependencies } = sbomOf(input);

    const having = dependencies.filter(({ dependsOn }) => dependsOn.some((ref) => ref.startsWith('pkg:npm/undici@')));
    expect(having.map(({ ref }) => ref)).toEqual([expect.stringMatching(/#worker$/)]);
    expect(dependencies[0]?.dependsOn).toHaveLength(FUNCTION_NAMES.length);
  });

  it('is the same for the same bundles, and another for others', () => {
    const changed = { ...input, functions: { ...input.functions, worker: { 'index.mjs': Buffer.from('other') } } };

    expect(sbomOf(input)).toEqual(sbomOf(input));
    expect(sbomOf(changed).serialNumber).not.toBe(sbomOf(input).serialNumber);
  });

  it('is not made if package-lock.json does not know a package', () => {
    expect(() => sbomOf({ ...input, locked: {} })).toThrow('has no SHA-512 in package-lock.json');
  });
});
