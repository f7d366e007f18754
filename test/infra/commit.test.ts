import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
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

  it('is unknown in a clone without a commit, and in a folder that is no clone', async () => {
    expect(await commitOf(folder)).toBe('unknown');

    git('init', '-q');
    expect(await commitOf(folder)).toBe('unknown');
  });
});
