import type { Reply } from '../../setup/http-call.ts';

/** An answer as `createCall` returns it to the checks. */
export const anAnswer = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Reply => ({
  kind: 'answer',
  status,
  header: (name) => headers[name],
  text: typeof body === 'string' ? body : JSON.stringify(body),
  tookMs: 12,
});

export const noAnswer = (code: string): Reply => ({ kind: 'none', code });
