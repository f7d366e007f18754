import type { Authenticate } from '../lib/edge/authenticate.ts';
import { createRecognition, type Recognition } from '../lib/edge/recognize.ts';
import { mayOperate } from '../lib/operator/may-operate.ts';
import { operatorsOf } from '../lib/runtime/operators.ts';
import type { SecretsManager } from './secrets-manager.ts';

type Stored = Pick<SecretsManager, 'current'>;

/** Recognizes operators by the current value of the secret. */
export const localRecognition = (secrets: Stored): Recognition => {
  const operators = async () => operatorsOf(secrets.current('operator')).operators;
  return createRecognition({ get: operators, refresh: operators }, Date.now);
};

/** Accepts requests of operators with the role `operate`. */
export const authenticateOperator = (secrets: Stored): Authenticate => {
  const { recognize } = localRecognition(secrets);
  return async (headers) => {
    const operator = await recognize({ headers });
    return operator !== undefined && mayOperate(operator);
  };
};
