import { describe, expect, it } from 'vitest';
import { endSession, isSessionOf, sessionsIn, startSession } from '../../lib/edge/session.ts';
import { HOUR, NOW } from '../support/factories.ts';

const ANNA = { name: 'anna', role: 'operate', token: 'a-token-of-anna-0000' } as const;
const valueOf = (cookie: string) => cookie.split(';')[0]?.split('=')[1] ?? '';

describe('a session’s cookie', () => {
  it.each([
    { host: undefined, name: '__Host-operator' },
    { host: 'api.example.com', name: '__Host-operator' },
    { host: '127.0.0.1:3000', name: '__Host-operator-3000' },
    { host: 'a:3000.example.com', name: '__Host-operator' },
  ])('is named by the port alone, and ended by that name: $host', ({ host, name }) => {
    const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax';

    const started = startSession(ANNA, host, NOW);

    expect(started).toMatch(new RegExp(`^${name}=\\d{13}\\.[\\w-]{43}; Max-Age=43200; ${attributes}$`));
    expect(endSession(host)).toBe(`${name}=; Max-Age=0; ${attributes}`);
    expect(sessionsIn([started.split(';')[0] ?? ''], host, NOW)).toEqual([valueOf(started)]);
  });

  it('is of one operator with one token, as it was signed', () => {
    const session = valueOf(startSession(ANNA, undefined, NOW));

    expect(isSessionOf(ANNA, session)).toBe(true);
    for (const other of [
      { ...ANNA, name: 'ben' },
      { ...ANNA, token: 'a-token-of-anna-0001' },
    ]) {
      expect(isSessionOf(other, session)).toBe(false);
    }
    for (const forged of [`x${session}`, `${session}x`, '', 'x', session.replace('.', ',')]) {
      expect(isSessionOf(ANNA, forged)).toBe(false);
    }
  });

  it('counts for twelve hours, and only in its form', () => {
    const session = valueOf(startSession(ANNA, undefined, NOW));
    const cookie = `__Host-operator=${session}`;

    expect(sessionsIn([cookie], undefined, NOW + 12 * HOUR - 1)).toEqual([session]);
    expect(sessionsIn([cookie], undefined, NOW + 12 * HOUR)).toEqual([]);
    expect(sessionsIn([`${cookie}x`, `__Host-operator=x${session}`, '__Host-operator='], undefined, NOW)).toEqual([]);
  });
});
