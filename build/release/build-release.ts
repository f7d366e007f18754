import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { withoutUploadTime } from './upload-folder.ts';

/** The files that osls reads. settings.yml is absent, so that a release has the default settings. */
const PACKAGED = ['dist', 'package.json', 'schedules.yml', 'serverless.yml'];

export interface ReleaseFolders {
  /** The project's folder, with node_modules. Its dist/ is built again. */
  readonly root: string;
  /** The folder for packaging. It must be empty, or not exist yet. Its content stays, for inspection. */
  readonly work: string;
  /** The folder of the release, outside of dist/. Its previous content is deleted. */
  readonly to: string;
}

const run = promisify(execFile);

/**
 * Builds the files of a release, independent of the settings of this machine: the four zips, the default template,
 * SBOM, licenses, the notes, and SHA256SUMS. The same sources and packages give the same bytes, in every folder and
 * clone.
 *
 * @param notes the changes in this version, in Markdown
 * @returns the lines of SHA256SUMS
 */
export const buildRelease = async ({ root, work, to }: ReleaseFolders, notes: string): Promise<readonly string[]> => {
  await run(process.execPath, ['build/build.mjs', '--quiet'], { cwd: root });
  await run(process.execPath, ['build/write-sbom.ts'], { cwd: root });
  for (const name of PACKAGED) await cp(join(root, name), join(work, name), { recursive: true });
  await symlink(join(root, 'infra'), join(work, 'infra')); // a link, because its files import others beside it
  const osls = await realpath(join(root, 'node_modules/.bin/osls'));
  // Without Git, because otherwise the alarms would link the runbook of this clone's own repository.
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CI: 'true', GIT_DIR: join(work, 'no-git') };
  await run(process.execPath, [osls, 'package'], { cwd: work, env });

  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const packaged = join(work, '.serverless');
  for (const name of FUNCTION_NAMES) await cp(join(packaged, `${name}.zip`), join(to, `${name}.zip`));
  const template = await readFile(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8');
  await writeFile(join(to, 'cloudformation-template.json'), withoutUploadTime(template));
  await cp(join(root, 'dist/sbom.cdx.json'), join(to, 'sbom.cdx.json'));
  for (const name of ['LICENSE', 'THIRD-PARTY-LICENSES']) await cp(join(root, name), join(to, name));
  await writeFile(join(to, 'RELEASE-NOTES.md'), notes);
  const sums = await sumsOf(to);
  await writeFile(join(to, 'SHA256SUMS'), `${sums.join('\n')}\n`);
  return sums;
};

/** One line for each file of a folder, in the format of `sha256sum`, sorted by name. */
const sumsOf = async (folder: string): Promise<string[]> => {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sum = createHash('sha256').update(await readFile(join(folder, name)));
      return `${sum.digest('hex')}  ${name}`;
    }),
  );
};
