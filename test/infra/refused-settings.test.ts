import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { runOsls } from '../support/packaged-template.ts';

const SECRETS = ['THOUSANDEYES_SECRET_ARN', 'WEBHOOK_SECRET_ARN', 'OPERATOR_SECRET_ARN'];
const secret = (name: string, region = 'eu-central-1') =>
  `arn:aws:secretsmanager:${region}:123456789012:secret:${name}`;

describe('settings of a deployment: ARNs', () => {
  it.each(SECRETS)('%s may be a full one, also of a name with hyphens and slashes', (name) => {
    for (const full of [secret('te-AbC123'), secret('noc/te/my-own_token.1+2=3@4-a1B2c3')]) {
      expect(readSettings({ [name]: full }, 'eu-central-1')).toMatchObject({ [name]: full });
    }
  });

  // A role with a part of an ARN allows nothing, and only the first alert would show it.
  it.each(SECRETS)('%s may not be a part of one, or a name', (name) => {
    for (const part of [secret('te'), secret('te-AbC12'), secret('te-AbC1234'), secret('te-AbC12_'), 'te-AbC123']) {
      expect(() => readSettings({ [name]: part })).toThrow(`${name} must be the full ARN of a secret`);
    }
  });

  it.each([
    ...SECRETS.map((name) => [name, secret('te-AbC123', 'eu-west-1')]),
    ['ALARM_TOPIC_ARN', 'arn:aws:sns:eu-west-1:123456789012:alarms'],
    ['KMS_KEY_ARN', 'arn:aws:kms:eu-west-1:123456789012:key/mrk-0123'],
  ])('%s has to be of the region of the stack', (name = '', arn = '') => {
    expect(readSettings({ [name]: arn }, 'eu-west-1')).toMatchObject({ [name]: arn });
    expect(() => readSettings({ [name]: arn, CHAT: 'maybe' }, 'eu-central-1')).toThrow(
      new RegExp(`CHAT must be true or false\\.\\n  ${name} must be in the stack's region, which is eu-central-1\\.$`),
    );
  });

  it('are compared with the region that --region names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'region-'));
    const param = `ALARM_TOPIC_ARN=arn:aws:sns:eu-west-1:123456789012:alarms`;

    const wrong = await runOsls(join(folder, 'wrong'), {}, ['--param', param, '--region', 'us-east-1']);
    const right = await runOsls(join(folder, 'right'), {}, ['--param', param, '--region', 'eu-west-1']);

    expect(wrong).toMatchObject({ exitCode: 1, output: expect.stringContaining('which is us-east-1.') });
    expect(right.exitCode).toBe(0);
    rmSync(folder, { recursive: true });
  });
});

describe('settings of a deployment: the URL of the API', () => {
  it.each(['http://api.thousandeyes.com/v7', 'http://127.0.0.1:8080/v7', 'HTTP://localhost'])(
    'is refused without TLS: %s',
    (url) => {
      expect(() => readSettings({ THOUSANDEYES_API_URL: url })).toThrow('THOUSANDEYES_API_URL must be an https URL');
    },
  );

  it('is read as the functions read it', () => {
    expect(readSettings({ THOUSANDEYES_API_URL: 'https://api.example.com' })).toMatchObject({
      THOUSANDEYES_API_URL: 'https://api.example.com/v7',
    });
  });
});
