import { join } from 'node:path';
import { git } from '../build/git.ts';

/**
 * The git commit of this clone, for the stack's output `Commit`. Ends with `-dirty` if a file of the project differs
 * from the commit or is not in it: then the commit does not have all that is packaged.
 *
 * @param project its folder. It may be a part of a repository with other projects.
 * @returns `unknown` in a folder of which no commit has a file, for example an unpacked archive, and if git is missing
 *   or refuses the folder, as it does if another user owns it
 */
export const commitOf = async (project = join(import.meta.dirname, '..')): Promise<string> => {
  const commit = await git(project, 'rev-parse', '--verify', 'HEAD');
  const files = await git(project, 'ls-files');
  const changes = await git(project, 'status', '--porcelain', '--untracked-files=normal', '--', '.');
  // Without files it is an archive in the folder of another repository, whose commit does not have the archive's files.
  if (commit === undefined || !files || changes === undefined) return 'unknown';
  return changes === '' ? commit : `${commit}-dirty`;
};
