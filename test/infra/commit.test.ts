import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitOf } from '../../infra/commit.ts';

const AUTHOR = ['-c', 'user.name=Noc', '-c', 'user.email=noc@example.com'];

describe('the commit that is packaged', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  // Without the GIT_DIR of a git hook that runs the tests: the commits would go into that repository.
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env }).trim();
  const write = (text: string) => writeFileSync(join(folder, 'settings.yml'), text);
  const aCommit = (): string => {
    git('init', '-q');
    write('prod: {}\n');
    git('add', '.');
    git(...AUTHOR, 'commit', '-q', '-m', 'Settings');
    return git('rev-parse', 'HEAD');
  };

  it('is that of the clone', async () => {
    const commit = aCommit();

    expect(await commitOf(folder)).toBe(commit);
  });

  it('says that a file differs from it', async () => {
    const commit = aCommit();
    write('prod: { MIN_SEVERITY: major }\n');

    expect(await commitOf(folder)).toBe(`${commit}-dirty`);
  });

  it('says that a file is not in it, such as settings that nobody has committed yet', async () => {
    const commit = aCommit();
    writeFileSync(join(folder, 'schedules.yml'), '[]\n');

    expect(await commitOf(folder)).toBe(`${commit}-dirty`);
  });

  it('says so of a user whose git hides such files', async () => {
    const commit = aCommit();
    git('config', 'status.showUntrackedFiles', 'no');
    writeFileSync(join(folder, 'schedules.yml'), '[]\n');

    expect(await commitOf(folder)).toBe(`${commit}-dirty`);
  });

  it('says so of more files than git names in a megabyte', async () => {
    const commit = aCommit();
    // Git prints each byte of an umlaut as four characters.
    for (let n = 0; n < 1200; n += 1) writeFileSync(join(folder, `${'ü'.repeat(120)}${n}`), '');

    expect(await commitOf(folder)).toBe(`${commit}-dirty`);
  });

  it('says nothing of files beside the project, in a repository of several', async () => {
    aCommit();
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'serverless.yml'), '{}\n');
    git('add', 'project');
    git(...AUTHOR, 'commit', '-q', '-m', 'Project');
    write('of another project\n');

    expect(await commitOf(project)).toBe(git('rev-parse', 'HEAD'));
    expect(await commitOf(folder)).toBe(`${git('rev-parse', 'HEAD')}-dirty`);
  });

  it('is unknown in an archive that was unpacked into the folder of another repository', async () => {
    aCommit();
    writeFileSync(join(folder, '.git/info/exclude'), 'vendor\n');
    mkdirSync(join(folder, 'vendor'));
    writeFileSync(join(folder, 'vendor/serverless.yml'), '{}\n');

    expect(await commitOf(join(folder, 'vendor'))).toBe('unknown');
  });

  it('is unknown in a clone without a commit, and in a folder that is no clone', async () => {
    expect(await commitOf(folder)).toBe('unknown');

    git('init', '-q');
    expect(await commitOf(folder)).toBe('unknown');
  });
});
