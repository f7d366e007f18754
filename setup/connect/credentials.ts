import { isSendable } from '../../lib/runtime/token.ts';
import { UsageError } from '../usage-error.ts';
import { isMask } from './integrations.ts';

/** Reads the current value of a secret of AWS Secrets Manager; undefined where it has none. */
export type ReadSecret = (secretId: string) => Promise<string | undefined>;

/** Where a token comes from: a secret that is named, else an environment variable. */
interface Source {
  readonly variable: 'THOUSANDEYES_TOKEN' | 'WEBHOOK_TOKEN';
  readonly option: string;
  readonly secretId: string | undefined;
}

/**
 * A token, never from an argument: arguments stand in the process list and in the shell's history.
 *
 * @throws UsageError where there is none, or none that could be right. The message never repeats it
 */
export const readToken = async (
  { variable, option, secretId }: Source,
  env: NodeJS.ProcessEnv,
  readSecret: ReadSecret,
): Promise<string> => {
  const where = secretId === undefined ? variable : `The secret of ${option}`;
  const token = secretId === undefined ? env[variable]?.trim() : await fromSecret(option, secretId, readSecret);
  if (!token)
    throw new UsageError(secretId === undefined ? `Set ${variable}, or name ${option}.` : `${where} has no value.`);
  if (!isSendable(token)) throw new UsageError(`${where} holds what no token does: blanks or characters beyond ASCII.`);
  if (isMask(token)) throw new UsageError(`${where} holds asterisks: that is a masked token, not a token.`);
  return token;
};

const fromSecret = async (option: string, secretId: string, readSecret: ReadSecret): Promise<string | undefined> => {
  try {
    return await readSecret(secretId);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : 'unknown error';
    throw new UsageError(
      `The secret of ${option} cannot be read (${reason}). Check AWS_REGION, the id and your credentials.`,
      { cause },
    );
  }
};
