import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { readBundledPackages } from '../../build/bundled-packages.ts';
import { readMetafile } from '../../build/metafile.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** What packaging needs of the project, and none of what it makes. */
const SOURCES = [
  'build',
  'handlers',
  'infra',
  'lib',
  'local',
  'package.json',
  'schedules.yml',
  'serverless.yml',
  'tsconfig.json',
];

/** The project in another folder; its packages are linked, or those that are bundled are copied there too. */
const copyProject = async (to: string, copied: ReadonlySet<string>): Promise<void> => {
  for (const source of SOURCES) await cp(join(ROOT, source), join(to, source), { recursive: true });
  for (const path of await packagePaths()) {
    await mkdir(join(to, dirname(path)), { recursive: true });
    if (copied.has(path)) await cp(join(ROOT, path), join(to, path), { recursive: true, filter: mayBeBundled });
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

/** Leaves out types, which are most of the files. */
const mayBeBundled = (source: string): boolean => basename(source) !== 'dist-types' && !source.endsWith('.d.ts');

/** `npm run package` in a folder, without npm: what lies in `.serverless` then, by name. */
const packageIn = async (folder: string): Promise<Map<string, string>> => {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true' };
  await run(process.execPath, ['build/build.mjs', '--quiet'], { cwd: folder, env });
  await run(process.execPath, [await realpath(join(ROOT, 'node_modules/.bin/osls')), 'package'], { cwd: folder, env });
  const made = join(folder, '.serverless');
  const read = async (name: string) => [name, await readFile(join(made, name), 'latin1')] as const;
  return new Map(await Promise.all((await readdir(made)).map(read)));
};

const sha256 = (content: string | undefined) =>
  createHash('sha256')
    .update(content ?? '', 'latin1')
    .digest('hex');

/** Names of the files in a zip, by its central directory: 46 bytes for each, the name's length at the 28th, then the name. */
const filesIn = (zip: string): string[] =>
  zip
    .split('PK\u0001\u0002')
    .slice(1)
    .map((entry) => {
      const length = entry.charCodeAt(24) + 256 * entry.charCodeAt(25); // the signature's 4 bytes are split away
      return entry.slice(42, 42 + length);
    });

/** osls uploads to a folder that is named by the time; CloudFormation only sees new code under a new name. */
const UPLOAD_FOLDER = /\d{13}-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

describe('the project, packaged in two folders', () => {
  const ZIPS = FUNCTION_NAMES.map((name) => `${name}.zip`);
  let base: string;
  let one: Map<string, string>;
  let other: Map<string, string>;
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'reproducible-'));
    const folders = [join(base, 'one'), join(base, 'a-longer-name', 'other')] as const;
    await copyProject(folders[0], new Set());
    await copyProject(folders[1], new Set((await readBundledPackages(ROOT)).map(({ path }) => path)));
    one = await packageIn(folders[0]);
    other = await packageIn(folders[1]);
  }, 600_000);
  afterAll(() => rm(base, { recursive: true }));

  it.each(ZIPS)('has the same %s', (zip) => {
    expect(one.get(zip)?.length).toBeGreaterThan(10_000);
    expect(sha256(one.get(zip))).toBe(sha256(other.get(zip)));
  });

  it.each(FUNCTION_NAMES)(
    'has in the zip of %s what the build made for the function, and nothing else',
    async (name) => {
      const { outputs } = await readMetafile(join(base, 'one'), name);

      expect(filesIn(one.get(`${name}.zip`) ?? '').toSorted()).toEqual(Object.keys(outputs).toSorted());
    },
  );

  it('has the same template, but for the time in the upload’s folder', () => {
    const templates = [one, other].map((made) => made.get('cloudformation-template-update-stack.json') ?? '');

    expect(templates[0]?.match(UPLOAD_FOLDER)).toHaveLength(ZIPS.length);
    expect(templates[0]?.replaceAll(UPLOAD_FOLDER, 'TIME')).toBe(templates[1]?.replaceAll(UPLOAD_FOLDER, 'TIME'));
  });

  it('has no path of the folder in what is deployed', async () => {
    const bundles = FUNCTION_NAMES.map((name) => readFile(join(base, 'one', 'dist', name, 'index.mjs'), 'utf8'));

    // Not `toContain`: it would print the bundles.
    expect((await Promise.all(bundles)).map((bundle) => bundle.includes(base))).toEqual(
      FUNCTION_NAMES.map(() => false),
    );
  });
});
