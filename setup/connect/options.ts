import { CommanderError } from 'commander';
import { tuning } from '../../lib/runtime/config.ts';
import { DECIMAL_ID } from '../../lib/alerts/decimal-id.ts';
import { mayCarryToken } from '../may-carry-token.ts';
import { isLoopback, isPrivateHost } from '../private-host.ts';
import { UsageError } from '../usage-error.ts';
import { withoutValues } from '../without-values.ts';
import { createCommandLine } from './command-line.ts';
import type { ConnectDeps } from './dependencies.ts';

/** The alert rules to attach to: all, or those that match any of the ids and texts; none with --rotate or --move alone. */
export interface RuleChoice {
  readonly all: boolean;
  readonly ids: readonly string[];
  /** Parts of rule names, compared without regard to case. */
  readonly matches: readonly string[];
}

/** Whether the command names any rule. Only --rotate, --move and --remove work without. */
export const choosesRules = ({ all, ids, matches }: RuleChoice): boolean => all || ids.length > 0 || matches.length > 0;

/** The options of a run. */
export interface ConnectOptions {
  /** Absent with --remove. */
  readonly url: string | undefined;
  readonly choice: RuleChoice;
  readonly remove: boolean;
  readonly rotate: boolean;
  /** Whether a webhook that sends to another address gets this one, with its token. */
  readonly move: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  /** Whether the address must answer 401 to a wrong token before it gets the real token. */
  readonly check: boolean;
  readonly name: string;
  readonly aid: string | undefined;
  readonly apiUrl: string;
  readonly webhookSecretId: string | undefined;
  readonly thousandEyesSecretId: string | undefined;
}

/**
 * Reads the command line.
 *
 * @param args the arguments without node and script
 * @returns undefined if --help was given
 * @throws UsageError
 */
export const readOptions = (
  args: readonly string[],
  { env, out, isTerminal }: Pick<ConnectDeps, 'env' | 'out' | 'isTerminal'>,
): ConnectOptions | undefined => {
  const command = createCommandLine(out);
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(withoutValues(error.message).replace(/^error: /, ''), { cause: error });
  }
  const { rule = [], match = [], all = false, apiUrl, ...flags } = command.opts();
  const options: ConnectOptions = {
    url: command.args[0],
    choice: { all, ids: rule, matches: match },
    remove: flags['remove'] ?? false,
    rotate: flags['rotate'] ?? false,
    move: flags['move'] ?? false,
    dryRun: flags['dryRun'] ?? false,
    yes: flags['yes'] ?? false,
    json: flags['json'] ?? false,
    check: flags['check'] ?? true,
    name: flags['name'].trim(),
    aid: flags['aid'],
    // An older stack lacks the output that the documented commands give to --api-url. Then the option is empty.
    apiUrl: readApiUrl(apiUrl?.trim() || env['THOUSANDEYES_API_URL']),
    webhookSecretId: flags['webhookSecretId'],
    thousandEyesSecretId: flags['thousandeyesSecretId'],
  };
  for (const fault of faultsOf(options, isTerminal)) throw new UsageError(fault);
  return options;
};

const readApiUrl = (value: string | undefined): string => {
  const { data } = tuning.shape.THOUSANDEYES_API_URL.safeParse(value?.trim() || undefined);
  if (data === undefined) throw new UsageError('--api-url must be an https URL.');
  if (!mayCarryToken(data)) throw new UsageError('--api-url must be an https URL: a token goes there.');
  return data;
};

const faultsOf = (
  { url, choice, remove, json, yes, dryRun, name, aid, rotate, move, apiUrl }: ConnectOptions,
  isTerminal: boolean,
): string[] => {
  const hasChoice = choosesRules(choice);
  return [
    ...(remove && (url !== undefined || hasChoice || rotate || move)
      ? ['--remove takes no address, rules, --rotate or --move: it undoes all that has its --name.']
      : []),
    ...(remove ? [] : urlFaults(url, apiUrl)),
    ...(remove || hasChoice || rotate || move
      ? []
      : ['Choose alert rules: --rule ID, --match TEXT or --all. --all --dry-run lists them.']),
    ...(choice.all && choice.ids.length + choice.matches.length > 0 ? ['--all excludes --rule and --match.'] : []),
    ...(choice.ids.every((id) => DECIMAL_ID.test(id)) ? [] : ['--rule takes the id of an alert rule, a number.']),
    ...(choice.matches.every((text) => text.trim()) ? [] : ['--match takes a text.']),
    ...(json && !yes && !dryRun ? ['--json needs --yes or --dry-run, because it does not ask for confirmation.'] : []),
    ...(name ? [] : ['--name must not be empty.']),
    ...(aid === undefined || DECIMAL_ID.test(aid) ? [] : ['--aid takes the id of an account group, a number.']),
    ...(yes || dryRun || isTerminal
      ? []
      : ['Confirmation needs a terminal. Pass --yes, or --dry-run to only show the plan.']),
  ];
};

const urlFaults = (value: string | undefined, apiUrl: string): string[] => {
  if (value === undefined) return ['Name the address of the webhook: https://…/webhooks/thousandeyes'];
  const url = URL.parse(value);
  // A loopback address is fine if the API is on this machine, too: the stand-in of `npm start`.
  const isTrial = url !== null && isLoopback(url.href) && isLoopback(apiUrl);
  if (url?.protocol !== 'https:' && !(isTrial && url.protocol === 'http:'))
    return ['The address of the webhook must be an https URL.'];
  if (url.username || url.password || url.search || url.hash)
    return ['The address must have no user, password, query or fragment: ThousandEyes sends the token in a header.'];
  if (!isTrial && isPrivateHost(url.hostname))
    return ['The address is in a private network or on this machine. ThousandEyes calls only public addresses.'];
  return [];
};
