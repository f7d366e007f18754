import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkNames } from '../../infra/known-parameters.ts';
import { runOsls } from '../support/packaged-template.ts';

describe('names of parameters', () => {
  it('pass where all are known, or none is given', () => {
    expect(() =>
      checkNames({ options: ['CHAT=true', 'RUNBOOK_URL=https://a?b=c'], blocks: { prod: null } }),
    ).not.toThrow();
    expect(() => checkNames({ options: null, blocks: undefined })).not.toThrow();
  });

  it.each([
    ['SNAPSHOT_LIMITT=3', 'SNAPSHOT_LIMITT is no parameter; docs/configuration.md lists them all.'],
    ['min_severity=major', 'min_severity is no parameter; docs/configuration.md lists them all.'],
    ['TOKEN=f3c1', 'TOKEN is no parameter; docs/configuration.md lists them all.'],
  ])('are refused: --param %s', (option, message) => {
    expect(() => checkNames({ options: [option], blocks: {} })).toThrow(new Error(message));
  });

  it.each([
    { where: 'an option', given: { options: ['MAX_ATTEMPTS=3'], blocks: {} } },
    { where: 'a block', given: { options: null, blocks: { prod: { MAX_ATTEMPTS: 3 } } } },
    { where: 'settings.yml', given: { options: null, blocks: {}, file: { prod: { MAX_ATTEMPTS: 3 } } } },
    { where: 'the environment', given: { options: null, blocks: {}, env: { MAX_ATTEMPTS: '3' } } },
  ])('of settings that were replaced are refused with what has taken their place: $where', ({ given }) => {
    expect(() => checkNames(given)).toThrow(/^MAX_ATTEMPTS is no longer a setting: .* GIVE_UP_HOURS\. Remove it\.$/);
  });

  it('are refused in the block of a stage, all at once, one a line', () => {
    const blocks = { default: { CHAT: 'true' }, prod: { CHATS: 'true', RETENTION_DAY: 1 } };

    expect(() => checkNames({ options: ['CHATS=true'], blocks })).toThrow(
      new Error(
        'CHATS is no parameter; docs/configuration.md lists them all.\n' +
          'RETENTION_DAY is no parameter; docs/configuration.md lists them all.',
      ),
    );
  });

  it('that are unknown stop the packaging with one sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'names-'));

    const { exitCode, output } = await runOsls(folder, {}, ['--param', 'SNAPSHOT_LIMITT=3']);

    expect(exitCode).toBe(1);
    expect(output).toContain('SNAPSHOT_LIMITT is no parameter; docs/configuration.md lists them all.');
    expect(output).not.toMatch(/\n +at /);
    rmSync(folder, { recursive: true });
  });
});
