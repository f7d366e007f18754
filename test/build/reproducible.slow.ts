import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { readBundledPackages } from '../../build/bundled-packages.ts';
import { buildRelease } from '../../build/release/build-release.ts';
import { readMetafile } from '../../build/metafile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** The files of the project that a release needs, without those that it makes. */
const SOURCES = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD-PARTY-LICENSES',
  'build',
  'handlers',
  'infra',
  'lib',
  'local',
  'package-lock.json',
  'package.json',
  'schedules.yml',
  'serverless.yml',
  'tsconfig.json',
];

/** Copies the project to another folder. Packages are links, except the bundled ones, which are copies. */
const copyProject = async (to: string): Promise<void> => {
  for (const source of SOURCES) await cp(join(ROOT, source), join(to, source), { recursive: true });
  const bundled = new Set((await readBundledPackages(ROOT)).map(({ path }) => path));
  for (const path of await packagePaths()) {
    await mkdir(join(to, dirname(path)), { recursive: true });
    if (bundled.has(path)) await cp(join(ROOT, path), join(to, path), { recursive: true, filter: mayBeBundled });
    else await symlink(join(ROOT, path), join(to, path));
  }
};

const packagePaths = async (): Promise<string[]> => {
  const names = (await readdir(join(ROOT, 'node_modules'))).map((name) => join('node_modules', name));
  const inside = async (path: string): Promise<string[]> => {
    if (!basename(path).startsWith('@')) return [path];
    return (await readdir(join(ROOT, path))).map((name) => join(path, name));
  };
  return (await Promise.all(names.map(inside))).flat();
};

/** Excludes types, which are most of the files. */
const mayBeBundled = (source: string): boolean => basename(source) !== 'dist-types' && !source.endsWith('.d.ts');

/** Runs `npm run release` in a folder, without npm. */
const release = async (folder: string, ...args: readonly string[]) => {
  try {
    const { stdout, stderr } = await run(process.execPath, ['build/release/main.ts', ...args], { cwd: folder });
    return { exitCode: 0, stdout, stderr };
  } catch (error) {
    return error as { readonly code: number; readonly stdout: string; readonly stderr: string };
  }
};

const filesOf = async (folder: string): Promise<Map<string, string>> => {
  const read = async (name: string) => [name, await readFile(join(folder, name), 'latin1')] as const;
  return new Map(await Promise.all((await readdir(folder)).map(read)));
};

const sha256 = (content: string | undefined) =>
  createHash('sha256')
    .update(content ?? '', 'latin1')
    .digest('hex');

/** The names of the files in a zip. Each entry of the central directory has 46 bytes, with the name's length at 28. */
const filesIn = (zip: string): string[] =>
  zip
    .split('PK\u0001\u0002')
    .slice(1)
    .map((entry) => {
      const length = entry.charCodeAt(24) + 256 * entry.charCodeAt(25); // split() removed the 4 bytes of the signature
      return entry.slice(42, 42 + length);
    });

describe('a release, built in two folders', () => {
  const ZIPS = FUNCTION_NAMES.map((name) => `${name}.zip`);
  const FILES = [
    'LICENSE',
    'RELEASE-NOTES.md',
    'SHA256SUMS',
    'THIRD-PARTY-LICENSES',
    'captures.zip',
    'cloudformation-template.json',
    'sbom.cdx.json',
    'schedule.zip',
    'webhook.zip',
    'worker.zip',
  ];
  const NOTES = '- What is new.\n';
  let base: string;
  let one: Map<string, string>;
  let other: Map<string, string>;
  let dryRun: Awaited<ReturnType<typeof release>>;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'reproducible-'));
    const folders = [join(base, 'one'), join(base, 'a-longer-name', 'other')] as const;
    for (const folder of folders) await copyProject(folder);
    // A setting of this machine, which must not get into a release.
    await writeFile(join(folders[1], 'settings.yml'), 'default:\n  LINK_VISIBILITY: login\n');
    const to = join(base, 'release');
    await buildRelease({ root: folders[0], work: join(base, 'work'), to }, NOTES);
    one = await filesOf(to);
    dryRun = await release(folders[1], '--dry-run');
    other = await filesOf(join(folders[1], 'release'));
  }, 600_000);
  afterAll(() => rm(base, { recursive: true }));

  it('has the four zips, template, SBOM, licenses, notes and sums', () => {
    expect([...one.keys()].toSorted()).toEqual(FILES);
    expect([...other.keys()].toSorted()).toEqual(FILES);
    expect(one.get('RELEASE-NOTES.md')).toBe(NOTES);
  });

  it.each(FILES.filter((name) => name !== 'RELEASE-NOTES.md' && name !== 'SHA256SUMS'))('has the same %s', (name) => {
    expect(one.get(name)?.length).toBeGreaterThan(1000);
    expect(sha256(one.get(name))).toBe(sha256(other.get(name)));
  });

  it.each(['one', 'other'])('has the sum of every file (%s)', (which) => {
    const made = which === 'one' ? one : other;

    const sums = FILES.filter((name) => name !== 'SHA256SUMS').map((name) => `${sha256(made.get(name))}  ${name}\n`);

    expect(made.get('SHA256SUMS')).toBe(sums.join(''));
  });

  it('says in a dry run what a release misses, and builds', () => {
    expect(dryRun).toMatchObject({ exitCode: 0, stderr: '' });
    expect(dryRun.stdout).toContain('- This folder is no Git checkout.\n');
    expect(dryRun.stdout).toContain(other.get('SHA256SUMS'));
  });

  it('is refused if the checkout is no release, and what was built stays as it is', async () => {
    const folder = join(base, 'a-longer-name', 'other');

    const refused = await release(folder);

    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^This checkout is not release \d/);
    expect(await filesOf(join(folder, 'release'))).toEqual(other);
  });

  it.each(FUNCTION_NAMES)(
    'has in the zip of %s what the build made for the function, and nothing else',
    async (name) => {
      const { outputs } = await readMetafile(join(base, 'one'), name);

      expect(filesIn(one.get(`${name}.zip`) ?? '').toSorted()).toEqual(Object.keys(outputs).toSorted());
    },
  );

  it('has a template with the defaults, and the address of each zip without the time', () => {
    const template = one.get('cloudformation-template.json') ?? '';

    expect(template.match(/UPLOAD-TIME\/\w+\.zip/g)).toHaveLength(ZIPS.length);
    expect(JSON.parse(template).Resources).toHaveProperty('WorkerLambdaFunction.Properties.Environment.Variables');
    expect(template).not.toMatch(/20\d\d-\d\d-\d\dT/);
  });

  it('has no path of the folder in what is deployed', async () => {
    const bundles = FUNCTION_NAMES.map((name) => readFile(join(base, 'one', 'dist', name, 'index.mjs'), 'utf8'));

    // `toContain` would print the bundles.
    expect((await Promise.all(bundles)).map((bundle) => bundle.includes(base))).toEqual(
      FUNCTION_NAMES.map(() => false),
    );
  });
});
