import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runbookInRepository, runbookUrlOf } from '../../infra/runbook-url.ts';

const GITHUB = 'https://github.com/noc/snapshots/blob/HEAD/docs/runbook.md';
const GITLAB = 'https://gitlab.example.com/team/noc/snapshots/-/blob/HEAD/docs/runbook.md';

describe('the runbook’s page in a repository', () => {
  it.each([
    ['https://github.com/noc/snapshots.git', GITHUB],
    ['https://github.com/noc/snapshots', GITHUB],
    ['git@github.com:noc/snapshots.git', GITHUB],
    ['ssh://git@github.com:22/noc/snapshots.git', GITHUB],
    ['https://gitlab.example.com/team/noc/snapshots.git', GITLAB],
    ['git@gitlab.example.com:team/noc/snapshots.git', GITLAB],
  ])('is found: %s', (remote, url) => {
    expect(runbookUrlOf(remote)).toBe(url);
  });

  it.each([
    'https://x-access-token:s3cret-of-a-job@github.com/noc/snapshots.git',
    'https://s3cret-of-a-job@github.com/noc/snapshots.git',
    'https://github.com/noc/snapshots.git?token=s3cret-of-a-job',
  ])('has no secret of the remote in it: %s', (remote) => {
    expect(runbookUrlOf(remote) ?? '').not.toContain('s3cret');
  });

  it.each([
    '/srv/git/snapshots',
    '../snapshots',
    'https://code.example.com/noc/snapshots.git',
    'https://notgithub.com/noc/snapshots.git',
    '',
  ])('is unknown: %s', (remote) => {
    expect(runbookUrlOf(remote)).toBeUndefined();
  });

  it('is that of the clone’s origin, and unknown where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
    try {
      execFileSync('git', ['init', '-q', folder]);
      expect(await runbookInRepository(folder)).toBeUndefined();

      execFileSync('git', ['-C', folder, 'remote', 'add', 'origin', 'git@github.com:noc/snapshots.git']);
      expect(await runbookInRepository(folder)).toBe(GITHUB);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
