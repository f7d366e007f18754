import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

// Git may name more changed files than Node takes in by default.
const git = async (folder: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('git', ['-C', folder, ...args], { maxBuffer: Infinity })).stdout.trim();

/**
 * The git commit of this clone, for the stack's output `Commit`. Ends with `-dirty` if a file of the project differs
 * from the commit or is not in it: then the commit does not have all that is packaged.
 *
 * @param project its folder. It may be a part of a repository with other projects.
 * @returns `unknown` in a folder of which no commit has a file, for example an unpacked archive, and if git is missing
 *   or refuses the folder, as it does if another user owns it
 */
export const commitOf = async (project = join(import.meta.dirname, '..')): Promise<string> => {
  try {
    const commit = await git(project, 'rev-parse', '--verify', 'HEAD');
    // An archive in the folder of another repository: that repository's commit does not have the archive's files.
    if ((await git(project, 'ls-files')) === '') return 'unknown';
    const changes = await git(project, 'status', '--porcelain', '--untracked-files=normal', '--', '.');
    return changes === '' ? commit : `${commit}-dirty`;
  } catch {
    return 'unknown';
  }
};
