import { git } from '../build/git.ts';

/** The path to the runbook on the default branch, by the kind of host. Both make the same anchors of headings. */
const PATHS = { github: '/blob/HEAD/docs/runbook.md', gitlab: '/-/blob/HEAD/docs/runbook.md' } as const;

/**
 * The runbook's page in a repository on GitHub or GitLab, or on a company's own server of these.
 *
 * @param remote a git remote: `https://…`, `ssh://…` or `git@host:owner/name.git`. A user or password in it never
 *   reaches the URL.
 * @returns undefined for any other host, because its page addresses are unknown
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

/**
 * The runbook's page in the repository of this clone; undefined without git, without a remote, or with an unknown host.
 */
export const runbookInRepository = async (folder = import.meta.dirname): Promise<string | undefined> =>
  runbookUrlOf((await git(folder, 'config', '--get', 'remote.origin.url')) ?? '');
