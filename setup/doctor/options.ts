import * as z from 'zod/mini';
import { parseVariables } from '../../lib/runtime/read-variables.ts';
import { tuning } from '../../lib/runtime/config.ts';
import type { LinkVisibility } from '../../lib/captures/link-kind.ts';
import { baseUrlOf } from './checks/webhook.ts';
import { createCommandLine } from './command-line.ts';
import type { DoctorDeps } from './dependencies.ts';
import type { StackOutputs } from './stack.ts';
import { UsageError } from '../usage-error.ts';

/** The options of a run. An option takes precedence over the stack's output of the same name. */
export interface DoctorOptions extends Omit<StackOutputs, 'apiUrl'> {
  readonly stack?: string;
  readonly region?: string;
  readonly apiUrl: string | undefined;
  /** The address of the API if neither --api-url nor the stack has one. */
  readonly usualApiUrl: string;
  readonly aid?: string;
  readonly testId?: string;
  readonly timeout: number;
  readonly live: boolean;
  readonly yes: boolean;
  readonly showLink: boolean;
  readonly json: boolean;
  /** LINK_VISIBILITY, for a live snapshot without a webhook. */
  readonly linkVisibility: LinkVisibility;
  /** Tokens of the environment, for secrets that are in no Secrets Manager. */
  readonly tokens: Readonly<Record<'webhook' | 'operator' | 'thousandeyes', string | undefined>>;
}

/** The options as commander returns them. */
type Given = Partial<Omit<DoctorOptions, 'tokens' | 'linkVisibility' | 'timeout' | 'usualApiUrl'>> &
  Pick<DoctorOptions, 'timeout'>;

/**
 * Reads the command line.
 *
 * @throws UsageError with one sentence; for --help and unknown options, commander's error after it printed its text
 */
export const readOptions = (
  args: readonly string[],
  { env, isTerminal, out, err }: Pick<DoctorDeps, 'env' | 'isTerminal' | 'out' | 'err'>,
): DoctorOptions => {
  const command = createCommandLine({ out, err }).parse([...args], { from: 'user' });
  if (command.args.length > 0) throw new UsageError('The doctor takes only options, and no value without an option.');
  const given = command.opts<Given>();
  // An option may get its value from an output that an older stack lacks. Then it is empty, and counts as absent.
  const apiUrl = given.apiUrl?.trim() || undefined;
  const variables = { ...env, ...(apiUrl !== undefined && { THOUSANDEYES_API_URL: apiUrl }) };
  const { THOUSANDEYES_API_URL, LINK_VISIBILITY } = readApiVariables(variables);
  const { live = false, yes = false, showLink = false, json = false } = given;
  const options: DoctorOptions = {
    ...given,
    live,
    yes,
    showLink,
    json,
    apiUrl: apiUrl && THOUSANDEYES_API_URL,
    usualApiUrl: THOUSANDEYES_API_URL,
    linkVisibility: LINK_VISIBILITY,
    tokens: {
      webhook: env['WEBHOOK_TOKEN'] || undefined,
      operator: env['OPERATOR_TOKEN'] || undefined,
      thousandeyes: env['THOUSANDEYES_TOKEN'] || undefined,
    },
  };
  const fault = faultOf(options, isTerminal);
  if (fault) throw new UsageError(fault);
  return options;
};

const readApiVariables = (env: NodeJS.ProcessEnv) => {
  try {
    const wanted = z.pick(tuning, { THOUSANDEYES_API_URL: true, LINK_VISIBILITY: true });
    return parseVariables(wanted, env, 'the doctor');
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

const faultOf = (options: DoctorOptions, isTerminal: boolean): string | undefined => {
  const { stack, webhookUrl, topicArn, webhookSecretId, operatorSecretId, thousandeyesSecretId, tokens } = options;
  const places = [stack, webhookUrl, topicArn, webhookSecretId, operatorSecretId, thousandeyesSecretId];
  if ([...places, ...Object.values(tokens)].every((value) => value === undefined)) {
    return 'There is nothing to check: name a --stack, or give what you have, such as --webhook-url or THOUSANDEYES_TOKEN.';
  }
  if (webhookUrl !== undefined && baseUrlOf(webhookUrl) === undefined) {
    return '--webhook-url takes an https URL, without a user, a password or a query.';
  }
  if (options.live && options.testId === undefined) return '--live needs a --test-id.';
  if (options.live && !options.yes && !isTerminal)
    return '--live asks for confirmation on a terminal. Elsewhere, add --yes.';
  if (options.showLink && (!options.live || options.json || !isTerminal)) {
    return '--show-link needs --live and a terminal, and excludes --json, because the link is a key to the data.';
  }
  return undefined;
};
