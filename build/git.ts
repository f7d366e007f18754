import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * What git prints in a folder, without white space around it.
 *
 * @returns undefined if git fails there: the folder is no checkout or belongs to another user, or the machine has no git
 */
export const git = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
  try {
    // Git may name more changed files than Node takes in by default.
    const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args], { maxBuffer: Infinity });
    return stdout.trim();
  } catch {
    return undefined;
  }
};
