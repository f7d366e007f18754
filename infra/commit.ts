import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const git = async (folder: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('git', ['-C', folder, ...args])).stdout.trim();

/**
 * The git commit of this clone, for the stack's output `Commit`. Ends with `-dirty` if a file differs from the commit
 * or is not in it: then the commit does not have all that is packaged.
 *
 * @returns `unknown` in a folder without a commit, for example an unpacked archive, and on a machine without git
 */
export const commitOf = async (folder = import.meta.dirname): Promise<string> => {
  try {
    const commit = await git(folder, 'rev-parse', '--verify', 'HEAD');
    return (await git(folder, 'status', '--porcelain')) === '' ? commit : `${commit}-dirty`;
  } catch {
    return 'unknown';
  }
};
