import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What leads to a file of the default branch, by the host of the repository; both make the same anchors of headings. */
const PATHS = { github: '/blob/HEAD/docs/runbook.md', gitlab: '/-/blob/HEAD/docs/runbook.md' } as const;

/**
 * The runbook's page in a repository on GitHub or GitLab, also on a company's own.
 *
 * @param remote the address of a remote as git has it: `https://…`, `ssh://…` or `git@host:owner/name.git`. User and
 *   password in it do not reach the URL.
 * @returns undefined if the host is another one, whose pages nobody here knows
 */
export const runbookUrlOf = (remote: string): string | undefined => {
  const [, host, path] =
    /^(?:https?|ssh):\/\/(?:[^/@]*@)?([a-z0-9.-]+)(?::\d+)?\/([\w./-]+?)(?:\.git)?\/?$/i.exec(remote) ??
    /^(?:[^/@:]+@)?([a-z0-9.-]+):([\w./-]+?)(?:\.git)?\/?$/i.exec(remote) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  const kind = (['github', 'gitlab'] as const).find((name) => host.toLowerCase().split('.').includes(name));
  return kind && `https://${host}/${path}${PATHS[kind]}`;
};

/** The runbook's page in the repository that this clone came from; undefined without git, a remote, or a known host. */
export const runbookInRepository = async (folder = import.meta.dirname): Promise<string | undefined> => {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'config', '--get', 'remote.origin.url']);
    return runbookUrlOf(stdout.trim());
  } catch {
    return undefined; // an archive has no repository, and a machine for deployments may have no git
  }
};
