import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../lib/runtime/read-variables.ts';
import { readConfig, rulesOf, variablesOf } from '../../lib/runtime/config.ts';
import { FUNCTION_NAMES } from '../../lib/runtime/function-names.ts';

const INTAKE = { TABLE_NAME: 'captures', QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/wakes' };
const WORKER = {
  ...INTAKE,
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:snapshots',
  THOUSANDEYES_SECRET_ID: 'thousandeyes',
};

const errorOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return error;
  }
};
const messageOf = (read: () => unknown): string => (errorOf(read) as Error).message;

describe('config: only what is required', () => {
  it('is enough for the worker, the rest has defaults', () => {
    const config = readConfig('worker', WORKER);

    expect(config).toEqual({
      ...WORKER,
      RETENTION_DAYS: 40,
      THOUSANDEYES_API_URL: 'https://api.thousandeyes.com/v7',
      THOUSANDEYES_TIMEOUT_SECONDS: 20,
      LINK_VISIBILITY: 'share',
      SNAPSHOT_LIMIT: 5,
      SNAPSHOT_LIMIT_SECONDS: 300,
      REUSE_SECONDS: 60,
      GROUP_SAME_TEST_MINUTES: 0,
      GIVE_UP_HOURS: 168,
    });
  });

  it.each([
    {
      name: 'webhook',
      secret: { WEBHOOK_SECRET_ID: 'webhook' },
      defaults: {
        WEBHOOK_ALLOWED_CIDRS: [],
        CAPTURE_ON: 'trigger',
        ONLY_RULE_IDS: [],
        EXCEPT_RULE_IDS: [],
        ONLY_TEST_IDS: [],
        EXCEPT_TEST_IDS: [],
        ACCOUNT_GROUPS: [],
        REACH_BACK: false,
      },
    },
    {
      name: 'captures',
      secret: { OPERATOR_SECRET_ID: 'operator' },
      defaults: {
        OPERATOR_ALLOWED_CIDRS: [],
        SNAPSHOT_LIMIT: 5,
        SNAPSHOT_LIMIT_SECONDS: 300,
        MANUAL_CAPTURES_LIMIT: 50,
        CAPTURE_ON: 'trigger',
        ONLY_RULE_IDS: [],
        EXCEPT_RULE_IDS: [],
        ONLY_TEST_IDS: [],
        EXCEPT_TEST_IDS: [],
        ACCOUNT_GROUPS: [],
      },
    },
    { name: 'schedule', secret: {}, defaults: {} },
  ] as const)('is enough for the $name function', ({ name, secret, defaults }) => {
    const config = readConfig(name, { ...INTAKE, ...secret });

    expect(config).toEqual({ ...INTAKE, ...secret, ...defaults, RETENTION_DAYS: 40 });
  });

  it('has rules as lists of ids', () => {
    const { ONLY_RULE_IDS, MIN_SEVERITY } = readConfig('webhook', {
      ...INTAKE,
      WEBHOOK_SECRET_ID: 'webhook',
      ONLY_RULE_IDS: ' 5120077, 5120101 ',
      MIN_SEVERITY: 'major',
    });

    expect(ONLY_RULE_IDS).toEqual(['5120077', '5120101']);
    expect(MIN_SEVERITY).toBe('major');
  });

  it('is read and nothing else: another function’s variables stay out', () => {
    const config = readConfig('schedule', { ...WORKER, WEBHOOK_SECRET_ID: 'webhook', PATH: '/bin' });

    expect(Object.keys(config).toSorted()).toEqual(['QUEUE_URL', 'RETENTION_DAYS', 'TABLE_NAME']);
  });
});

describe('config: values', () => {
  it.each([
    {
      variable: 'THOUSANDEYES_API_URL',
      value: 'https://api.thousandeyes.com',
      read: 'https://api.thousandeyes.com/v7',
    },
    {
      variable: 'THOUSANDEYES_API_URL',
      value: 'https://api.thousandeyes.com/',
      read: 'https://api.thousandeyes.com/v7',
    },
    {
      variable: 'THOUSANDEYES_API_URL',
      value: 'https://api.eu1.thousandeyes.com/v8/',
      read: 'https://api.eu1.thousandeyes.com/v8',
    },
    { variable: 'THOUSANDEYES_API_URL', value: 'http://localhost:8080', read: 'http://localhost:8080/v7' },
    { variable: 'THOUSANDEYES_API_URL', value: 'https://proxy.example/te/v7', read: 'https://proxy.example/te/v7' },
    { variable: 'THOUSANDEYES_API_URL', value: 'https://proxy.example//', read: 'https://proxy.example/v7' },
    { variable: 'THOUSANDEYES_API_URL', value: '', read: 'https://api.thousandeyes.com/v7' },
    { variable: 'LINK_VISIBILITY', value: 'share', read: 'share' },
    { variable: 'LINK_VISIBILITY', value: ' login ', read: 'login' },
    { variable: 'PUBLIC_URL', value: 'https://api.example.com', read: 'https://api.example.com' },
    { variable: 'PUBLIC_URL', value: 'http://127.0.0.1:3000', read: 'http://127.0.0.1:3000' },
    { variable: 'SNAPSHOT_LIMIT', value: '1', read: 1 },
    { variable: 'SNAPSHOT_LIMIT', value: ' 7 ', read: 7 },
    { variable: 'TOPIC_ARN', value: ' arn:x ', read: 'arn:x' },
    { variable: 'LINK_VISIBILITY', value: ' ', read: 'share' },
    { variable: 'SNAPSHOT_LIMIT', value: '50', read: 50 },
    { variable: 'SNAPSHOT_LIMIT', value: '', read: 5 },
    { variable: 'REUSE_SECONDS', value: '0', read: 0 },
    { variable: 'RETENTION_DAYS', value: '3650', read: 3650 },
    { variable: 'RETENTION_DAYS', value: '1', read: 1 },
    { variable: 'SNAPSHOT_LIMIT_SECONDS', value: '1', read: 1 },
    { variable: 'SNAPSHOT_LIMIT_SECONDS', value: '3600', read: 3600 },
    { variable: 'THOUSANDEYES_TIMEOUT_SECONDS', value: '1', read: 1 },
    { variable: 'REUSE_SECONDS', value: '3600', read: 3600 },
    { variable: 'GROUP_SAME_TEST_MINUTES', value: '0', read: 0 },
    { variable: 'GROUP_SAME_TEST_MINUTES', value: '120', read: 120 },
    { variable: 'GIVE_UP_HOURS', value: '1', read: 1 },
    { variable: 'GIVE_UP_HOURS', value: '720', read: 720 },
  ])('are read: $variable=$value', ({ variable, value, read }) => {
    const config = readConfig('worker', { ...WORKER, [variable]: value });

    expect(config).toHaveProperty(variable, read);
  });

  it.each([
    { variable: 'SNAPSHOT_LIMIT', values: ['0', '51', '-1', '2.5', 'five', '5 slots', 'Infinity', 'NaN'] },
    { variable: 'SNAPSHOT_LIMIT_SECONDS', values: ['0', '3601', 'x'] },
    { variable: 'REUSE_SECONDS', values: ['-1', '3601', 'x'] },
    { variable: 'GROUP_SAME_TEST_MINUTES', values: ['-1', '121', '2.5', 'x'] },
    { variable: 'GIVE_UP_HOURS', values: ['0', '721', 'x'] },
    { variable: 'RETENTION_DAYS', values: ['0', '3651', 'x'] },
    { variable: 'THOUSANDEYES_TIMEOUT_SECONDS', values: ['0', '21', 'x'] },
    { variable: 'LINK_VISIBILITY', values: ['public', 'private', 'Login', 'SHARE', 'true', 'false', 'share login'] },
    {
      variable: 'PUBLIC_URL',
      values: [
        'api.example.com',
        'ftp://api.example.com',
        'https://api.example.com/',
        'https://api.example.com/board',
        'https://api.example.com?a=b',
        'https://anna@api.example.com',
        'https://',
        'https://api.example.com:x',
      ],
    },
    {
      variable: 'THOUSANDEYES_API_URL',
      values: ['api.thousandeyes.com', 'ftp://api.example/v7', 'xhttp://api.example', 'httpsx://api.example', 'x'],
    },
  ])('are refused with what they have to be: $variable', ({ variable, values }) => {
    const messages = values.map((value) => messageOf(() => readConfig('worker', { ...WORKER, [variable]: value })));

    expect(messages).toEqual(messages.map(() => expect.stringMatching(new RegExp(`${variable} must be .+`))));
  });
});

describe('config: faults', () => {
  it('are a ConfigurationError that names the function', () => {
    const error = errorOf(() => readConfig('schedule', {}));

    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ name: 'ConfigurationError', message: expect.stringContaining('schedule function') });
  });

  it('are named all at once, one a line, missing and empty alike', () => {
    const env = { QUEUE_URL: ' ', TOPIC_ARN: 'arn:x', SNAPSHOT_LIMIT: 'many', LINK_VISIBILITY: 'maybe' };

    const message = messageOf(() => readConfig('worker', env));

    expect(message).toBe(
      'The configuration of the worker function has faults:\n  TABLE_NAME is missing.\n  QUEUE_URL is missing.\n' +
        '  THOUSANDEYES_SECRET_ID is missing.\n  LINK_VISIBILITY must be share or login.\n' +
        '  SNAPSHOT_LIMIT must be a whole number from 1 to 50.',
    );
  });

  it.each(['RETENTION_DAYS', 'THOUSANDEYES_API_URL', 'LINK_VISIBILITY', 'SNAPSHOT_LIMIT', 'GIVE_UP_HOURS'])(
    'never repeat a value, it may be a misplaced secret: %s',
    (variable) => {
      const secret = 'f3c1-misplaced-token';

      const error = errorOf(() => readConfig('worker', { ...WORKER, [variable]: secret })) as Error;

      expect(error.message).toContain(variable);
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
      expect(error.cause).toBeUndefined();
    },
  );
});

describe('config: the least severity', () => {
  const INTO = { ...INTAKE, WEBHOOK_SECRET_ID: 'webhook' };

  it.each(['critical', 'major', 'minor', 'info'])('may be %s', (severity) => {
    expect(readConfig('webhook', { ...INTO, MIN_SEVERITY: severity }).MIN_SEVERITY).toBe(severity);
  });

  it.each(['unknown', 'MAJOR', 'urgent'])('is refused where it is %s', (severity) => {
    expect(messageOf(() => readConfig('webhook', { ...INTO, MIN_SEVERITY: severity }))).toMatch(
      /MIN_SEVERITY must be one of critical, major, minor, info\.$/,
    );
  });
});

describe('config: address ranges', () => {
  const webhookWith = (WEBHOOK_ALLOWED_CIDRS: string) =>
    readConfig('webhook', { ...INTAKE, WEBHOOK_SECRET_ID: 'webhook', WEBHOOK_ALLOWED_CIDRS });

  it('may be of one address, and are refused if one of several is none', () => {
    expect(webhookWith('192.0.2.1/32,2001:db8::1/128').WEBHOOK_ALLOWED_CIDRS).toHaveLength(2);
    expect(messageOf(() => webhookWith('192.0.2.0/24,localhost'))).toContain('must be address ranges');
  });

  it('are read with or without blanks between them', () => {
    expect(webhookWith('192.0.2.0/24, 2001:db8::/32,0.0.0.0/0').WEBHOOK_ALLOWED_CIDRS).toEqual([
      '192.0.2.0/24',
      '2001:db8::/32',
      '0.0.0.0/0',
    ]);
  });

  it.each([
    'x192.0.2.0/24',
    '192.0.2.0/24x',
    '/24',
    '192.0.2.0/',
    '192.0.2.0',
    '192.0.2.0/33',
    '2001:db8::/129',
    '192.0.2/24',
    '192.0.2.0/24;10.0.0.0/8',
    'localhost/8',
    ',',
  ])('are refused if one is none: %s', (ranges) => {
    expect(messageOf(() => webhookWith(ranges))).toContain('WEBHOOK_ALLOWED_CIDRS must be address ranges');
  });
});

describe('config: the rules', () => {
  it('are what the variables say', () => {
    const config = readConfig('webhook', {
      ...INTAKE,
      WEBHOOK_SECRET_ID: 'webhook',
      CAPTURE_ON: 'both',
      MIN_SEVERITY: 'minor',
      ONLY_RULE_IDS: '1',
      EXCEPT_RULE_IDS: '2,3',
      ONLY_TEST_IDS: '4 , 5',
      EXCEPT_TEST_IDS: '6',
      ACCOUNT_GROUPS: '7',
      REACH_BACK: 'true',
    });

    expect(rulesOf(config)).toEqual({
      captureOn: 'both',
      minSeverity: 'minor',
      onlyRuleIds: ['1'],
      exceptRuleIds: ['2', '3'],
      onlyTestIds: ['4', '5'],
      exceptTestIds: ['6'],
      accountGroups: ['7'],
      reachBack: true,
    });
  });

  it.each(['x', '1,', ',1', '1;2', '1 2', 'x1', '1x', '1,,2'])('are refused where their ids are none: %s', (ids) => {
    const read = () => readConfig('webhook', { ...INTAKE, WEBHOOK_SECRET_ID: 'webhook', ONLY_RULE_IDS: ids });

    expect(messageOf(read)).toContain('ONLY_RULE_IDS must be ids separated by commas');
  });

  it.each(['trigger', 'clear', 'both'] as const)('may capture on %s', (captureOn) => {
    const env = { ...INTAKE, WEBHOOK_SECRET_ID: 'webhook', CAPTURE_ON: captureOn };

    expect(rulesOf(readConfig('webhook', env)).captureOn).toBe(captureOn);
  });

  it('are refused if nobody knows what to capture on', () => {
    const read = () => readConfig('webhook', { ...INTAKE, WEBHOOK_SECRET_ID: 'webhook', CAPTURE_ON: 'always' });

    expect(messageOf(read)).toContain('CAPTURE_ON must be trigger, clear or both');
  });
});

describe('config: the limit of captures by hand', () => {
  it.each([
    { value: '1', read: 1 },
    { value: '1000', read: 1000 },
  ])('may be $value', ({ value, read }) => {
    const env = { ...INTAKE, OPERATOR_SECRET_ID: 'operator', MANUAL_CAPTURES_LIMIT: value };

    expect(readConfig('captures', env).MANUAL_CAPTURES_LIMIT).toBe(read);
  });

  it.each(['0', '1001'])('may not be %s', (value) => {
    const env = { ...INTAKE, OPERATOR_SECRET_ID: 'operator', MANUAL_CAPTURES_LIMIT: value };

    expect(messageOf(() => readConfig('captures', env))).toContain('MANUAL_CAPTURES_LIMIT must be');
  });
});

describe('config: a setting that is none any more', () => {
  it('is refused with what has taken its place, before any other fault', () => {
    const message = messageOf(() => readConfig('worker', { MAX_ATTEMPTS: '5' }));

    expect(message).toMatch(
      /^The configuration of the worker function has faults:\n  MAX_ATTEMPTS is no longer a setting: /,
    );
    expect(message).not.toContain('missing');
  });

  it.each(['true', 'false', 'login'])(
    'that said the opposite of what it did is refused with its sentence: %s',
    (value) => {
      const message = messageOf(() => readConfig('worker', { ...WORKER, SNAPSHOT_IS_PUBLIC: value }));

      expect(message).toBe(
        'The configuration of the worker function has faults:\n  SNAPSHOT_IS_PUBLIC is replaced by LINK_VISIBILITY, because its name said ' +
          'the opposite of what it did: true asked for links that need a login. Set LINK_VISIBILITY=login instead of true, ' +
          'LINK_VISIBILITY=share instead of false.',
      );
    },
  );

  it('is none if it is blank', () => {
    expect(readConfig('worker', { ...WORKER, MAX_ATTEMPTS: ' ' })).not.toHaveProperty('MAX_ATTEMPTS');
  });
});

describe('config: the variables of a function', () => {
  it.each(FUNCTION_NAMES)('are those that it reads: %s', (name) => {
    const secrets = { WEBHOOK_SECRET_ID: 'w', OPERATOR_SECRET_ID: 'o', CHAT_TOPIC_ARN: 'c', MIN_SEVERITY: 'info' };
    const url = { PUBLIC_URL: 'https://api.example.com' };

    const config = readConfig(name, { ...WORKER, ...secrets, ...url });

    expect(variablesOf(name).toSorted()).toEqual(Object.keys(config).toSorted());
  });
});
