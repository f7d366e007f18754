import { describe, expect, it } from 'vitest';
import { operator, rules, tuning } from '../../lib/runtime/config.ts';
import { readSettings } from '../../local/settings.ts';

describe('settings of the local system', () => {
  it('pass on what the functions are tuned by, and nothing that is not set', () => {
    const env = { SNAPSHOT_LIMIT: '3', MIN_SEVERITY: 'major', MANUAL_CAPTURES_LIMIT: '7', HOME: '/root' };

    expect(readSettings(env).environment).toEqual({
      SNAPSHOT_LIMIT: '3',
      MIN_SEVERITY: 'major',
      MANUAL_CAPTURES_LIMIT: '7',
    });
  });

  it.each(['SNAPSHOT_LIMIT', 'MANUAL_CAPTURES_LIMIT', 'MIN_SEVERITY'])(
    'are checked before anything starts: %s',
    (name) => {
      expect(Object.keys({ ...tuning.shape, ...rules.shape, ...operator.shape })).toContain(name);
      expect(() => readSettings({ [name]: 'none' })).toThrow(`${name} must be`);
    },
  );

  it.each(['x'.repeat(19), `${'x'.repeat(20)} y`, '{"anna":{"token":"short","role":"view"}}'])(
    'refuse an operator token that the function would refuse: %s',
    (token) => {
      expect(() => readSettings({ OPERATOR_TOKEN: token })).toThrow('OPERATOR_TOKEN must have at least 20 characters');
      expect(readSettings({ OPERATOR_TOKEN: 'x'.repeat(20) }).operatorToken).toBe('x'.repeat(20));
    },
  );

  it('refuse one that was replaced', () => {
    expect(() => readSettings({ MAX_ATTEMPTS: '3' })).toThrow('MAX_ATTEMPTS is no longer a setting');
  });
});

describe('settings of the local system with a real API', () => {
  const REAL = { THOUSANDEYES_API_URL: 'https://api.thousandeyes.com/v7', THOUSANDEYES_TOKEN: 'real' };
  const OWN = { WEBHOOK_TOKEN: 'a-token-of-my-own', OPERATOR_TOKEN: 'another-token-of-my-own' };

  it('refuse the tokens that everybody knows, each by its name', () => {
    expect(() => readSettings(REAL)).toThrow(/WEBHOOK_TOKEN must be .* OPERATOR_TOKEN must be /s);
    expect(() => readSettings({ ...REAL, ...OWN, OPERATOR_TOKEN: 'local-operator-token' })).toThrow(
      /^(?!.*WEBHOOK_TOKEN).*OPERATOR_TOKEN must be/s,
    );
  });

  it('take tokens of one’s own', () => {
    expect(readSettings({ ...REAL, ...OWN })).toMatchObject({ operatorToken: OWN.OPERATOR_TOKEN });
  });

  it.each(['http://127.0.0.1:8080/v7', 'http://localhost:8080/v7', 'http://[::1]:8080/v7'])(
    'take the known ones with a stand-in of this machine: %s',
    (THOUSANDEYES_API_URL) => {
      expect(readSettings({ ...REAL, THOUSANDEYES_API_URL })).toMatchObject({ webhookToken: 'local-webhook-token' });
    },
  );
});

describe('PUBLIC_URL', () => {
  it('is where links lead, and its host is allowed', () => {
    const settings = readSettings({ PUBLIC_URL: 'https://Work-3000.example.dev/', ALLOWED_HOSTS: 'a.example.com' });

    expect(settings.publicUrl).toBe('https://work-3000.example.dev');
    expect(settings.allowedHosts).toEqual(['a.example.com', 'work-3000.example.dev']);
    expect(readSettings({}).publicUrl).toBeUndefined();
  });

  it.each([
    { given: 'http://[::1]:8080', read: 'http://[::1]:8080' },
    { given: 'http://my_host:8080/', read: 'http://my_host:8080' },
    { given: 'http://b\u00fccher.example', read: 'http://xn--bcher-kva.example' },
  ])('is an address that the worker takes, too: $given', ({ given, read }) => {
    // Before, the worker refused some of them, and npm start ended with a line that named no setting.
    const { publicUrl } = readSettings({ PUBLIC_URL: given });

    expect(publicUrl).toBe(read);
    expect(tuning.safeParse({ PUBLIC_URL: publicUrl }).success).toBe(true);
  });

  it.each([
    'http://*',
    'localhost:8080',
    'ftp://a.example.com',
    'https://a.example.com/path',
    'https://a.example.com?x',
  ])('refuses %s', (value) => {
    expect(() => readSettings({ PUBLIC_URL: value })).toThrow('PUBLIC_URL must be an http(s) URL without a path');
  });
});

describe('ALLOWED_HOSTS', () => {
  it('are names in lower case; none if it is not set', () => {
    expect(readSettings({ ALLOWED_HOSTS: 'a.example.com, B-3000.app.example' }).allowedHosts).toEqual([
      'a.example.com',
      'b-3000.app.example',
    ]);
    expect(readSettings({}).allowedHosts).toEqual([]);
  });

  it.each(['*', 'https://a.example.com', 'a.example.com:3000', 'a b', 'a,,b', '.example.com'])(
    'refuses %s',
    (value) => {
      expect(() => readSettings({ ALLOWED_HOSTS: value })).toThrow('ALLOWED_HOSTS must be host names');
    },
  );
});
