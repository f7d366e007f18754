import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { givenSettings } from '../../infra/given-settings.ts';
import { checkNames } from '../../infra/known-parameters.ts';
import { readSettings } from '../../infra/settings.ts';
import { missingBlock, readSettingsFile } from '../../infra/settings-file.ts';
import { ROOT, runOsls } from '../support/packaged-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => {
  const path = join(folder, 'settings.yml');
  writeFileSync(path, text);
  return readSettingsFile(path);
};

describe('the settings file', () => {
  it('may be absent or empty', () => {
    expect(readSettingsFile(join(folder, 'none.yml'))).toEqual({});
    expect(read('')).toEqual({});
    expect(read('# nothing yet\n')).toEqual({});
  });

  it('has blocks by stage, and keeps the digits of a number as they are written', () => {
    const text = 'prod:\n  SUBSCRIBER_ACCOUNTS: 012345678901\n  ONLY_RULE_IDS: 90071992547409931\n  CHAT: True\ndev:\n';

    expect(read(text)).toEqual({
      prod: { SUBSCRIBER_ACCOUNTS: '012345678901', ONLY_RULE_IDS: '90071992547409931', CHAT: true },
      dev: null,
    });
  });

  it.each([
    ['prod:\n  A: [secret\n', 'is not valid YAML at line'],
    ['prod:\n  CHAT: true\n  CHAT: false\n', 'is not valid YAML at line 3 (DUPLICATE_KEY).'],
    ['- secret\n', 'must have blocks of settings, each named default or after a stage.'],
    ['CHAT: secret\n', 'CHAT must be a block of settings, named default or after a stage.'],
  ])('is refused with one sentence that repeats no value: %j', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).not.toThrow('secret');
  });

  it('has an example that chooses nothing, so that packaging still says which links people get', () => {
    expect(readSettingsFile(join(ROOT, 'settings.example.yml'))).toEqual({ default: null, prod: null });
  });

  it('has an example whose suggestions exist and are right', () => {
    const suggested = readFileSync(join(ROOT, 'settings.example.yml'), 'utf8').replaceAll(
      /^( +)# ([A-Z_]+: )/gm,
      '$1$2',
    );
    const places = { options: null, blocks: {}, file: read(suggested) };

    expect(() => checkNames(places)).not.toThrow();
    expect(readSettings(givenSettings({ ...places, stage: 'prod' }))).toMatchObject({
      LINK_VISIBILITY: 'share',
      MIN_SEVERITY: 'major',
      SNAPSHOT_LIMIT: 4,
      EVIDENCE_EMAIL: 'noc@example.com',
      DELETION_PROTECTION: 'true',
    });
  });

  it.each([
    [{}, undefined],
    [{ prod: {} }, undefined],
    [{ default: { CHAT: true } }, undefined],
    [{ default: null, prod: null }, undefined],
    [{ default: null, prd: null }, 'settings.yml has no block for the stage prod: this deployment gets the defaults.'],
    [{ prd: {} }, 'settings.yml has no block for the stage prod: this deployment gets the defaults.'],
  ])('that is %j makes packaging of prod say: %s', (file, line) => {
    expect(missingBlock(file, 'prod')).toBe(line);
  });

  it('that forgets the stage makes packaging say so once', async () => {
    const files = { 'settings.yml': 'prd:\n  LINK_VISIBILITY: login\n' };

    const { exitCode, output } = await runOsls(join(folder, 'forgotten'), {}, ['--stage', 'prod'], files);

    expect(exitCode).toBe(0);
    expect(output.match(/has no block for the stage prod/g)).toHaveLength(1);
  });

  it('that has faults stops the packaging with each of them once, one a line', async () => {
    const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:operator-AbCdEf';
    const files = { 'settings.yml': `default:\n  CHAT: maybe\n  OPERATOR_SECRET_ARN: ${secret}\n` };

    const { exitCode, output } = await runOsls(join(folder, 'faults'), {}, [], files);

    expect(exitCode).toBe(1);
    expect(output.match(/^ {2}[A-Z_]+ must be .*$/gm)).toEqual([
      '  CHAT must be true or false.',
      "  OPERATOR_SECRET_ARN must be in the stack's region, which is eu-central-1.",
    ]);
    expect(output).not.toMatch(/maybe|eu-west-1|\n +at /);
  });

  it('of which a name is no parameter stops the packaging', async () => {
    const files = { 'settings.yml': 'dev:\n  SNAPSHOT_LIMITT: 3\n' };

    const { exitCode, output } = await runOsls(join(folder, 'names'), {}, [], files);

    expect(exitCode).toBe(1);
    expect(output).toContain('SNAPSHOT_LIMITT is no parameter');
  });
});
