import type { Answer, SnapshotCall } from './answers.ts';

const PASSED_ON = [
  'content-type',
  'retry-after',
  'x-organization-rate-limit-remaining',
  'x-organization-rate-limit-reset',
];

/** Sends the call to somebody else's API at once, and brings back the answer. Rejects if there is none. */
export const forward = async (base: string, { path, authorization, body }: SnapshotCall): Promise<Answer> => {
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { authorization: authorization ?? '', 'content-type': 'application/json' },
    body,
    redirect: 'manual',
  });
  const headers = PASSED_ON.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
};
