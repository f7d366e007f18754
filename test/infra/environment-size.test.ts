import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkEnvironments } from '../../infra/environment-size.ts';
import { runOsls } from '../support/packaged-template.ts';

describe('settings of a deployment: the environment of a function', () => {
  const variables = (length: number) => ({
    TABLE_NAME: { Ref: 'Table' },
    MIN_SEVERITY: 'major',
    LONG: 'x'.repeat(length),
  });

  it('is measured as JSON, and with room for what refers to a resource', () => {
    const text = JSON.stringify({ ...variables(0), TABLE_NAME: 'x'.repeat(198) });

    expect(() => checkEnvironments({ webhook: variables(4096 - text.length) })).not.toThrow();
    expect(() => checkEnvironments({ webhook: variables(4097 - text.length) })).toThrow('about 4097 bytes');
  });

  it('is measured by its settings if the framework has not put them in yet', () => {
    const environment = { LONG: '${file(infra/settings.cjs):ONLY_TEST_IDS}' };

    expect(() => checkEnvironments({ webhook: environment }, { ONLY_TEST_IDS: '1'.repeat(4000) })).not.toThrow();
    expect(() => checkEnvironments({ webhook: environment }, { ONLY_TEST_IDS: '1'.repeat(4100) })).toThrow(
      'LONG must be',
    );
  });

  it('that is too large is refused by the function’s name and the settings that are long', () => {
    const environment = { ...variables(3000), WIDE: 'ü'.repeat(1000), REUSE_SECONDS: '60' };

    expect(() => checkEnvironments({ webhook: variables(10), worker: environment })).toThrow(
      /^The configuration of the worker function has faults:\n  LONG must be shorter: .* about \d+ bytes, and Lambda takes 4096\.$/,
    );
  });

  it('stops the packaging', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'environment-'));
    const ranges = Array.from({ length: 250 }, (_, n) => `10.0.${n}.0/24`).join(',');
    const ids = Array.from({ length: 150 }, (_, n) => 100_000_000 + n).join(',');

    const { exitCode, output } = await runOsls(folder, { WEBHOOK_ALLOWED_CIDRS: ranges, ONLY_TEST_IDS: ids });

    expect(exitCode).toBe(1);
    expect(output).toMatch(/the webhook function has faults:\n {2}WEBHOOK_ALLOWED_CIDRS must be shorter: /);
    expect(output).not.toMatch(/10\.0\.7\.0|\n +at /);
    rmSync(folder, { recursive: true });
  });
});
