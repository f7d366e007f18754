import { fork } from 'node:child_process';
import type { Said, SaidOfCall } from '../api/calls.ts';
import type { ApiTerms } from '../api/server.ts';
import type { Scope } from '../scope.ts';

const PROGRAM = new URL('../api/main.ts', import.meta.url);

/**
 * Starts the API of the proof in a process of its own, and resolves with its base URL.
 *
 * @param onSaid is called for each call on its arrival, before the API answers it, and again with the answer
 */
export const startApiProcess = async (
  terms: ApiTerms,
  scope: Scope,
  onSaid: (said: SaidOfCall) => void,
): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = scope.process(fork(PROGRAM, [JSON.stringify(terms)], { env: {} }));
  child.on('error', reject);
  child.on('exit', (code) => reject(new Error(`The API of the proof ended with ${code}.`)));
  child.on('message', (said: Said) => {
    if (said.kind === 'listening') resolve(said.apiUrl);
    else onSaid(said);
  });
  return promise;
};
