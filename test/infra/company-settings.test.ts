import { describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/settings.ts';
import { parseTags } from '../../infra/tags.ts';

describe('settings of a company', () => {
  it.each([
    ['PERMISSIONS_BOUNDARY_ARN', 'arn:aws:iam::123456789012:policy/boundary'],
    ['PERMISSIONS_BOUNDARY_ARN', 'arn:aws-us-gov:iam::aws:policy/PowerUserAccess'],
    ['ROLE_PATH', '/'],
    ['ROLE_PATH', '/teams/noc/'],
    ['TAGS', 'team=noc,cost-center=4711'],
    ['KMS_KEY_ARN', 'arn:aws:kms:eu-central-1:123456789012:key/mrk-0123'],
    ['SUBSCRIBER_ACCOUNTS', '111111111111'],
    ['SUBSCRIBER_ACCOUNTS', '111111111111,222222222222'],
  ])('%s may be %s', (name, value) => {
    expect(readSettings({ [name]: value })).toMatchObject({ [name]: value });
  });

  it.each([
    ['PERMISSIONS_BOUNDARY_ARN', 'boundary'],
    ['PERMISSIONS_BOUNDARY_ARN', 'arn:aws:iam::123456789012:role/boundary'],
    ['ROLE_PATH', 'teams'],
    ['ROLE_PATH', '/teams'],
    ['TAGS', 'team'],
    ['TAGS', 'aws:team=noc'],
    ['TAGS', 'Stage=prod'],
    ['KMS_KEY_ARN', 'arn:aws:kms:eu-central-1:123456789012:alias/mine'],
    ['SUBSCRIBER_ACCOUNTS', '1234'],
    ['SUBSCRIBER_ACCOUNTS', '111111111111, 222222222222'],
  ])('%s may not be %s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(`${name} must be`);
  });
});

describe('tags', () => {
  it('are read as AWS takes them, blanks around them apart', () => {
    expect(parseTags('team=noc, app:env = a=b ,Ort=Zürich,empty=')).toEqual({
      team: 'noc',
      'app:env': 'a=b',
      Ort: 'Zürich',
      empty: '',
    });
  });

  it.each([
    ['no value', 'team'],
    ['no name', '=noc'],
    ['a name twice', 'team=a,team=b'],
    ['a character that AWS refuses', 'team=a;b'],
    ['a value that is too long', `team=${'x'.repeat(257)}`],
    ['a name that is too long', `${'x'.repeat(129)}=a`],
    ['too many', Array.from({ length: 41 }, (_, n) => `t${n}=1`).join(',')],
    ['one of AWS’s own', 'AWS:team=noc'],
    ['one that the stack has', 'service=other'],
  ])('are refused with %s', (_, text) => {
    expect(parseTags(text)).toBeUndefined();
  });
});
