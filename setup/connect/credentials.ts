import { isSendable } from '../../lib/runtime/token.ts';
import { UsageError } from '../usage-error.ts';
import type { ConnectDeps } from './dependencies.ts';
import { isMask } from './integrations.ts';
import type { ConnectOptions } from './options.ts';

export interface Tokens {
  /** Of the ThousandEyes API. */
  readonly thousandEyes: string;
  /** Of the webhook; undefined if the run does not write it. */
  readonly webhook: string | undefined;
}

/** Where a token comes from: the secret that an option names, otherwise an environment variable. */
interface Source {
  readonly variable: 'THOUSANDEYES_TOKEN' | 'WEBHOOK_TOKEN';
  readonly option: string;
  readonly secretId: string | undefined;
}

/**
 * Reads both tokens of a run.
 *
 * @throws UsageError if a needed token is missing, or cannot be a token
 */
export const readTokens = async (
  options: Pick<ConnectOptions, 'thousandEyesSecretId' | 'webhookSecretId' | 'remove' | 'dryRun'>,
  deps: Pick<ConnectDeps, 'env' | 'readSecret'>,
): Promise<Tokens> => {
  const thousandEyes = await readToken(
    { variable: 'THOUSANDEYES_TOKEN', option: '--thousandeyes-secret-id', secretId: options.thousandEyesSecretId },
    deps,
  );
  // These runs do not write the webhook token, so they work without it.
  if (options.remove || options.dryRun) return { thousandEyes, webhook: undefined };
  const webhook = await readToken(
    { variable: 'WEBHOOK_TOKEN', option: '--webhook-secret-id', secretId: options.webhookSecretId },
    deps,
  );
  if (webhook === thousandEyes) throw new UsageError('The webhook token is the ThousandEyes token. They must differ.');
  return { thousandEyes, webhook };
};

/**
 * Reads a token, never from an argument: the process list and the shell's history show arguments.
 *
 * @throws UsageError if there is no token, or a value that cannot be a token. The message never repeats the value
 */
const readToken = async (
  { variable, option, secretId }: Source,
  { env, readSecret }: Pick<ConnectDeps, 'env' | 'readSecret'>,
): Promise<string> => {
  const where = secretId === undefined ? variable : `The secret of ${option}`;
  const token = secretId === undefined ? env[variable]?.trim() : await fromSecret(option, secretId, readSecret);
  if (!token)
    throw new UsageError(secretId === undefined ? `Set ${variable}, or name ${option}.` : `${where} has no value.`);
  if (!isSendable(token)) throw new UsageError(`${where} has blanks or characters beyond ASCII: that is no token.`);
  if (isMask(token)) throw new UsageError(`${where} has asterisks: that is a masked token.`);
  return token;
};

const fromSecret = async (
  option: string,
  secretId: string,
  readSecret: ConnectDeps['readSecret'],
): Promise<string | undefined> => {
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
