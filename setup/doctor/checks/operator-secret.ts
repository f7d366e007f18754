import { LEAST_OPERATOR_TOKEN, type OperatorFault, operatorsOf } from '../../../lib/runtime/operators.ts';
import { fail, type Judgment, ok } from './finding.ts';

const FAULTS: Readonly<Record<OperatorFault, string>> = {
  too_short: `A token has fewer than ${LEAST_OPERATOR_TOKEN} characters, so the API refuses it.`,
  not_sendable: 'A token has blanks, line breaks or other characters that no header can carry.',
  same_token: 'Two operators have the same token, so the API refuses both.',
  bad_name:
    'A name is invalid: it must have 1 to 64 letters, digits, blanks and . _ @ + -, and begin with a letter or digit.',
  bad_entry: 'The secret is JSON without a token, or one of its entries lacks a token or a role (view or operate).',
};

/** Whether the API accepts every operator of the secret, and why not. */
export const judgeOperators = (value: string, from: string): Judgment => {
  const { operators, faults } = operatorsOf(value);
  const said = [...new Set(faults)].map((fault) => FAULTS[fault]).join(' ');
  if (said !== '') {
    return fail(
      said,
      'Store one token (openssl rand -hex 32), or {"<name>": {"token": "…", "role": "view"}} with the role view or operate.',
    );
  }
  const viewers = operators.filter(({ role }) => role === 'view').length;
  const people = operators.length === 1 ? '1 operator' : `${operators.length} operators`;
  return ok(`Readable, from ${from}: ${people}${viewers > 0 ? `, ${viewers} of them may only view` : ''}.`);
};

/** The token for calls of the operator API: that of an operator who may capture, if there is one. */
export const operatorTokenOf = (value: string): string | undefined => {
  const { operators } = operatorsOf(value);
  return (operators.find(({ role }) => role === 'operate') ?? operators[0])?.token;
};
