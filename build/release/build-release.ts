import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';
import { withoutUploadTime } from './upload-folder.ts';

/** What osls reads of the project. settings.yml is not among it, so that a release has the defaults. */
const PACKAGED = ['dist', 'package.json', 'schedules.yml', 'serverless.yml'];

export interface ReleaseFolders {
  /** The project, with its node_modules; its dist/ is built anew. */
  readonly root: string;
  /** Where it is packaged: an empty folder, or one that does not exist. It is left for whoever wants to look at it. */
  readonly work: string;
  /** Where the release goes, outside of dist/: what was there before is deleted. */
  readonly to: string;
}

const run = promisify(execFile);

/**
 * Builds what a release consists of, with no setting of this machine: the four zips, the default template, SBOM, licenses,
 * the notes, and SHA256SUMS of them all. The same sources and packages give the same bytes, in every folder and from every clone.
 *
 * @param notes what the version brings, in Markdown
 * @returns the lines of SHA256SUMS
 */
export const buildRelease = async ({ root, work, to }: ReleaseFolders, notes: string): Promise<readonly string[]> => {
  await run(process.execPath, ['build/build.mjs', '--quiet'], { cwd: root });
  await run(process.execPath, ['build/write-sbom.ts'], { cwd: root });
  for (const name of PACKAGED) await cp(join(root, name), join(work, name), { recursive: true });
  await symlink(join(root, 'infra'), join(work, 'infra')); // its imports are beside it
  const osls = await realpath(join(root, 'node_modules/.bin/osls'));
  // Without Git, because the alarms of a clone lead to the runbook in the repository that it came from.
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

/** A line for each file of a folder, as `sha256sum` writes and checks it, by name. */
const sumsOf = async (folder: string): Promise<string[]> => {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const sum = createHash('sha256').update(await readFile(join(folder, name)));
      return `${sum.digest('hex')}  ${name}`;
    }),
  );
};
