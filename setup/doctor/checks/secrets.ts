import { isSendable, tokenOf } from '../../../lib/runtime/token.ts';
import { operatorsOf } from '../../../lib/runtime/operators.ts';
import { judgeOperators, operatorTokenOf } from './operator-secret.ts';
import { fail, type Judgment, ok, skipped, warn } from './finding.ts';

export type SecretName = 'webhook' | 'operator' | 'thousandeyes';

/** A secret as it was found. */
export type FoundSecret =
  | {
      readonly kind: 'value';
      readonly value: string;
      /** Secrets Manager, or a variable's name. */
      readonly from: string;
    }
  /** The secret was never filled, or does not exist. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly code: string }
  | { readonly kind: 'not-given'; readonly option: string };

/** A webhook token with fewer characters can be guessed sooner or later. */
const SHORT = 16;

/** The token of a secret, as the functions read it; undefined if the functions cannot use it. */
export const usableToken = (name: SecretName, secret: FoundSecret): string | undefined => {
  if (secret.kind !== 'value') return undefined;
  if (name === 'operator') return operatorTokenOf(secret.value);
  const token = tokenOf(secret.value);
  return token !== undefined && isSendable(token) ? token : undefined;
};

/** Whether one secret exists, can be read, and has a shape that the functions understand. */
export const judgeSecret = (name: SecretName, secret: FoundSecret): Judgment => {
  const put = 'Fill it: aws secretsmanager put-secret-value --secret-id … --secret-string file:///dev/stdin';
  switch (secret.kind) {
    case 'not-given':
      return skipped(`no secret was given (--stack, ${secret.option})`);
    case 'unreadable':
      return fail(
        `The secret cannot be read (${secret.code}).`,
        'Check the id and the region, and that your credentials allow secretsmanager:GetSecretValue on it.',
      );
    case 'empty':
      return fail('The secret has no value, or does not exist.', put);
    case 'value':
      return judgeValue(name, secret.value, secret.from, put);
  }
};

const judgeValue = (name: SecretName, value: string, from: string, put: string): Judgment => {
  if (value.trim() === '') return fail('The secret is blank.', put);
  const token = tokenOf(value);
  const ofOperators = name === 'operator' ? judgeOperators(value, from) : undefined;
  if (ofOperators && (ofOperators.outcome !== 'ok' || token === undefined)) return ofOperators;
  if (token === undefined) {
    return fail('The secret is JSON without a token.', 'Store the token itself, or {"token": "…"}.');
  }
  if (!isSendable(token)) {
    return fail('The token has blanks, line breaks or other characters that no header can carry.', `${put} (one line)`);
  }
  if (name === 'webhook' && token.length < SHORT) {
    return warn(`The token has fewer than ${SHORT} characters.`, 'Use a longer one: openssl rand -hex 32');
  }
  if (!value.startsWith('{') && value !== token) {
    return warn(
      'Blanks or a line break surround the token.',
      'The functions ignore them. Store the token without them.',
    );
  }
  return ofOperators ?? ok(`Readable, from ${from}.`);
};

/**
 * Whether the secrets differ. The right to send alerts must not include the right to operate or to call ThousandEyes.
 */
export const judgeDifference = (secrets: Readonly<Record<SecretName, FoundSecret>>): Judgment => {
  const held = Object.entries(secrets)
    .map(([name, secret]) => ({ name, tokens: tokensIn(secret) }))
    .filter(({ tokens }) => tokens.length > 0);
  const same = held.filter(({ name, tokens }) =>
    held.some((other) => other.name !== name && other.tokens.some((token) => tokens.includes(token))),
  );
  if (same.length > 0) {
    return fail(
      `The same token is in ${same.map(({ name }) => name).join(' and ')}.`,
      'Give each its own token: openssl rand -hex 32',
    );
  }
  if (held.length < 2) return skipped('fewer than two of the secrets have a token');
  return ok(`The ${held.length === 3 ? 'three' : 'two'} tokens differ.`);
};

/** All tokens of a secret, including those of each operator. */
const tokensIn = (secret: FoundSecret): string[] => {
  if (secret.kind !== 'value') return [];
  const token = tokenOf(secret.value);
  return token === undefined ? operatorsOf(secret.value).operators.map((operator) => operator.token) : [token];
};
