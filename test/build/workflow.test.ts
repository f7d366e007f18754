import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/packaged-template.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const jobsOf = (name: string): Readonly<Record<string, Job>> =>
  parse(readFileSync(`${ROOT}.github/workflows/${name}.yml`, 'utf8')).jobs;

const JOBS = ['ci', 'release'].flatMap((workflow) =>
  Object.entries(jobsOf(workflow)).map(([name, job]) => [`${workflow}, ${name}`, job] as const),
);
/** The only job whose token may write. */
const PUBLISH = 'release, publish';

describe('the public workflows', () => {
  it.each(JOBS)('%s: its actions are pinned by commit', (_, job) => {
    const actions = job.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));

    expect(actions.filter((uses) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });

  it.each(JOBS.filter(([name]) => name !== PUBLISH))('%s: its token only reads', (_, job) => {
    expect(job.permissions).toEqual({ contents: 'read' });
  });

  it('release: the job that may write runs no code of the project, and publishes only what it has attested', () => {
    const { permissions, needs, steps } = jobsOf('release')['publish'] as Job;

    expect(permissions).toEqual({ contents: 'write', 'id-token': 'write', attestations: 'write' });
    expect(needs).toBe('build');
    expect(steps.map(({ uses, run }) => uses?.split('@')[0] ?? run?.split(' ').slice(0, 3).join(' '))).toEqual([
      'actions/download-artifact',
      'cd release &&',
      'actions/attest-build-provenance',
      'gh release create',
    ]);
  });

  it('release: the build checks everything, then the release', () => {
    const runs = jobsOf('release')['build']?.steps.flatMap(({ run }) => run ?? []);

    expect(runs?.slice(-2)).toEqual(['bash .ci/run', 'npm run release']);
  });

  it('ci: audits what is deployed, every signature, and the tools that deploy, in this order after an install', () => {
    const audit = jobsOf('ci')['audit']?.steps.flatMap(({ run }) => run?.trim().split('\n').at(-1)?.trim() ?? []);

    expect(audit).toEqual(['npm ci', 'npm audit --omit=dev', 'npm audit signatures', 'npm audit --audit-level=high']);
  });
});
