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
    expect(() => readSettings({ MAX_ATTEMPTS: '3' })).toThrow('MAX_ATTEMPTS is no setting any more');
  });
});
