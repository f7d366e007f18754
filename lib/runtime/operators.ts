import * as z from 'zod/mini';
import type { FetchSecret, ReadVersion } from './secrets.ts';
import { isSendable, tokenOf } from './token.ts';

/** What an operator may do: only read, or also capture, send again and cancel. */
type Role = 'view' | 'operate';

/** A person or script that uses the operator API. Captures and logs show the name. */
export interface Operator {
  readonly name: string;
  readonly role: Role;
}

export interface OperatorWithToken extends Operator {
  readonly token: string;
}

/** A token with fewer characters can be guessed sooner or later, because the API is open to the internet. */
export const LEAST_OPERATOR_TOKEN = 20;

/** Why the API refuses an entry of the secret. */
export type OperatorFault = 'too_short' | 'not_sendable' | 'same_token' | 'bad_name' | 'bad_entry';

/** The operators of a secret, and the faults of its other entries. A fault repeats nothing of the secret. */
export interface Operators {
  readonly operators: readonly OperatorWithToken[];
  readonly faults: readonly OperatorFault[];
}

/** The name of the single operator of a secret without names. */
const UNNAMED = 'operator';

/** Names appear in pages, in logs, and in lists separated by commas. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._@+-]{0,63}$/u;

const role = z.enum(['view', 'operate']);
const entry = z.object({ token: z.string(), role });
const unnamed = z.object({ role: z._default(role, 'operate') });

/**
 * Reads the operators in a secret's value: `{"<name>": {"token": "…", "role": "view"}}`. A bare token, or `{"token":
 * "…"}`, is a single operator with the role `operate`, unless a `role` beside the token says otherwise. The API refuses
 * a faulty entry; the other entries still work.
 */
export const operatorsOf = (value: string | undefined): Operators => {
  const token = tokenOf(value);
  const read = token === undefined ? namedIn(value) : [unnamedIn(value, token)];
  const judged = read.map((one) => (typeof one === 'string' ? one : (faultOf(one, read) ?? one)));
  return {
    operators: judged.filter((one) => typeof one !== 'string'),
    faults: judged.filter((one) => typeof one === 'string'),
  };
};

const unnamedIn = (value: string | undefined, token: string): OperatorWithToken | OperatorFault => {
  const { success, data } = unnamed.safeParse(value?.trim().startsWith('{') ? JSON.parse(value) : {});
  return success ? { name: UNNAMED, role: data.role, token } : 'bad_entry';
};

const namedIn = (value = ''): (OperatorWithToken | OperatorFault)[] => {
  let named: unknown;
  try {
    named = JSON.parse(value);
  } catch {
    return value.trim() === '' ? [] : ['bad_entry'];
  }
  if (typeof named !== 'object' || named === null) return ['bad_entry'];
  return Object.entries(named).map(([name, one]) => {
    const { success, data } = entry.safeParse(one);
    if (!success) return 'bad_entry';
    return NAME.test(name) ? { name, role: data.role, token: data.token.trim() } : 'bad_name';
  });
};

const faultOf = (
  { token, name }: OperatorWithToken,
  all: readonly (OperatorWithToken | OperatorFault)[],
): OperatorFault | undefined => {
  if (token.length < LEAST_OPERATOR_TOKEN) return 'too_short';
  if (!isSendable(token)) return 'not_sendable';
  const isShared = all.some((other) => typeof other !== 'string' && other.token === token && other.name !== name);
  return isShared ? 'same_token' : undefined;
};

/**
 * Fetches the operators of the secret's current version only: after a rotation, the old tokens no longer work.
 *
 * @param onFaults called after each fetch that found faulty entries
 */
export const createFetchOperators =
  (read: ReadVersion, onFaults: (faults: readonly OperatorFault[]) => void): FetchSecret<OperatorWithToken> =>
  async () => {
    const { operators, faults } = operatorsOf((await read('AWSCURRENT'))?.text);
    if (faults.length > 0) onFaults(faults);
    return [...operators];
  };
