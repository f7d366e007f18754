import type { Authenticate } from '../lib/edge/authenticate.ts';
import { createRecognition, type Recognition } from '../lib/edge/recognize.ts';
import { mayOperate } from '../lib/operator/may-operate.ts';
import { operatorsOf } from '../lib/runtime/operators.ts';
import type { SecretsManager } from './secrets-manager.ts';

type Stored = Pick<SecretsManager, 'current'>;

/** How the local system tells its operators apart, by the secret as it is at the time. */
export const localRecognition = (secrets: Stored): Recognition => {
  const operators = async () => operatorsOf(secrets.current('operator')).operators;
  return createRecognition({ get: operators, refresh: operators }, Date.now);
};

/** Whether a request comes from an operator who may change things. */
export const authenticateOperator = (secrets: Stored): Authenticate => {
  const { recognize } = localRecognition(secrets);
  return async (headers) => {
    const operator = await recognize({ headers });
    return operator !== undefined && mayOperate(operator);
  };
};
