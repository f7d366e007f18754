import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../support/packaged-template.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

const { jobs } = parse(readFileSync(`${ROOT}.github/workflows/ci.yml`, 'utf8')) as {
  readonly jobs: Readonly<Record<string, { readonly permissions: object; readonly steps: readonly Step[] }>>;
};

describe('the public workflow', () => {
  it.each(Object.entries(jobs))('%s: its actions are pinned by commit, and its token only reads', (_, job) => {
    const actions = job.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));

    expect(actions.filter((uses) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    expect(job.permissions).toEqual({ contents: 'read' });
  });

  it('audits what is deployed, every signature, and the tools that deploy, in this order after an install', () => {
    const audit = jobs['audit']?.steps.flatMap(({ run }) => run?.trim().split('\n').at(-1)?.trim() ?? []);

    expect(audit).toEqual(['npm ci', 'npm audit --omit=dev', 'npm audit signatures', 'npm audit --audit-level=high']);
  });
});
