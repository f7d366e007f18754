import { describe, expect, it } from 'vitest';
import { createFetchOperators, operatorsOf } from '../../lib/runtime/operators.ts';
import type { ReadVersion } from '../../lib/runtime/secrets.ts';

const ONE = 'a'.repeat(20);
const TWO = 'b'.repeat(20);
const named = (entries: object) => operatorsOf(JSON.stringify(entries));

describe('operators: a secret that names none', () => {
  it.each([
    ['a token', ONE],
    ['a token with a line break behind it', `${ONE}\n`],
    ['the key/value form', `{"token":"${ONE}"}`],
    ['the local token', 'local-operator-token'],
  ])('is one operator who may do everything: %s', (_name, value) => {
    const { operators, faults } = operatorsOf(value);

    expect(operators).toMatchObject([{ name: 'operator', role: 'operate' }]);
    expect(faults).toEqual([]);
  });

  // Before, this operator had the role `operate`.
  it('is one who may only read, if its role says so', () => {
    expect(operatorsOf(`{"token":"${ONE}","role":"view"}`)).toEqual({
      operators: [{ name: 'operator', role: 'view', token: ONE }],
      faults: [],
    });
  });

  it.each(['"admin"', 'null', '""'])('is nobody with a role that is none: %s', (role) => {
    expect(operatorsOf(` {"token":"${ONE}","role":${role}}`)).toEqual({ operators: [], faults: ['bad_entry'] });
  });

  it.each([undefined, '', '  \n'])('is nobody while it is empty: %j', (value) => {
    expect(operatorsOf(value)).toEqual({ operators: [], faults: [] });
  });
});

describe('operators: a secret that names them', () => {
  it('has each with token and role', () => {
    const { operators, faults } = named({
      anna: { token: ONE, role: 'operate' },
      'first-line@example.com': { token: ` ${TWO} `, role: 'view', since: 2026 },
    });

    expect(operators).toEqual([
      { name: 'anna', token: ONE, role: 'operate' },
      { name: 'first-line@example.com', token: TWO, role: 'view' },
    ]);
    expect(faults).toEqual([]);
  });

  it('may have one whose name is token', () => {
    expect(named({ token: { token: ONE, role: 'view' } }).operators).toEqual([
      { name: 'token', token: ONE, role: 'view' },
    ]);
  });
});

describe('operators: an entry that lets nobody in', () => {
  it.each([
    ['too_short', { token: 'a'.repeat(19), role: 'view' }],
    ['not_sendable', { token: `${ONE} ${ONE}`, role: 'view' }],
    ['bad_entry', { token: ONE }],
    ['bad_entry', { token: ONE, role: 'admin' }],
    ['bad_entry', ONE],
    ['bad_entry', null],
  ] as const)('is %s, and the others get in: %j', (fault, entry) => {
    const { operators, faults } = named({ ben: entry, anna: { token: TWO, role: 'operate' } });

    expect(operators.map(({ name }) => name)).toEqual(['anna']);
    expect(faults).toEqual([fault]);
  });

  it.each(['', ' a', 'a,b', '<b>', '__proto__', 'a\nb', 'x'.repeat(65)])('has a name that is none: %j', (name) => {
    const entry = `{${JSON.stringify(name)}:{"token":"${ONE}","role":"operate"}}`;

    expect(operatorsOf(entry)).toEqual({ operators: [], faults: ['bad_name'] });
  });

  it('shares its token with another one: nobody knows whose it is, nor which role counts', () => {
    const both = named({ anna: { token: ONE, role: 'operate' }, ben: { token: ONE, role: 'view' } });

    expect(both).toEqual({ operators: [], faults: ['same_token', 'same_token'] });
  });

  it.each(['{', '{"token":1', '{"token":7}'])('is no JSON of operators: %s', (value) => {
    expect(operatorsOf(value)).toEqual({ operators: [], faults: ['bad_entry'] });
  });

  it('is a short token by itself', () => {
    expect(operatorsOf('a'.repeat(19))).toEqual({ operators: [], faults: ['too_short'] });
  });
});

describe('operators: fetched', () => {
  it('are those of the current version: the one before is not asked for', async () => {
    const asked: string[] = [];
    const read: ReadVersion = async (stage) => {
      asked.push(stage);
      return { text: ONE };
    };

    const operators = await createFetchOperators(read, () => undefined)();

    expect(operators).toEqual([{ name: 'operator', role: 'operate', token: ONE }]);
    expect(asked).toEqual(['AWSCURRENT']);
  });

  it('say which entries let nobody in', async () => {
    const faults: unknown[] = [];

    const operators = await createFetchOperators(
      async () => ({ text: 'short' }),
      (found) => faults.push(found),
    )();

    expect([operators, faults]).toEqual([[], [['too_short']]]);
  });
});
