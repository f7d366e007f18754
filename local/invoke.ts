import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { INVOKE_PATH, type InvocationAnswer } from './invocations.ts';
import { FUNCTION_NAMES, type FunctionName } from '../lib/runtime/function-names.ts';
import type { Status } from '../lib/operator/status.ts';
import { isRefusal, reportInvocation } from './invocation-report.ts';
import { eventFor } from './invoke-event.ts';
import type { Invoked } from './lambda.ts';
import { paintFor } from './output/paint.ts';
import { readCallerSettings } from './settings.ts';

/*
 * `npm run invoke`: invokes a function of the running local system, as `osls invoke` does with a deployed one.
 * Standard output has only the result.
 */

const USAGE = `Usage: npm run invoke -- [--json | --print] FUNCTION EVENT_FILE

Invokes a function of the system that npm start runs, and prints what it answered, what it decided, and what waits.
FUNCTION is one of ${FUNCTION_NAMES.join(', ')}.

EVENT_FILE is a JSON file with the event, as Lambda would pass it:
  worker    {"source":"watchdog"}, or an SQS event     events/worker-watchdog.json, events/worker-wake.json
  schedule  what EventBridge Scheduler passes          events/schedule.json
  webhook   an event of API Gateway, payload 2.0, or   events/classic-http-server-trigger.json
            the plain body of an alert
  captures  an event of API Gateway, payload 2.0, or   events/captures-list.json, events/manual.json
            the plain body of POST /captures
A plain body is wrapped into the event of a POST with the local token.

  --json    print what the function returned, as JSON; null if it returned nothing
  --print   print the event instead, for osls invoke; nothing is invoked
  --help    show this

Environment variables, the same as for npm start:
  PORT            the port of the local system (3000)
  WEBHOOK_TOKEN   for a plain body to webhook (local-webhook-token)
  OPERATOR_TOKEN  for every invocation, and for a plain body to captures (local-operator-token)

Exit code: 0 if the function returned, 1 if it threw or was not reached, with the message on standard error. Without
--json it is 1, too, if an HTTP function answered 400 or above.`;

/** A mistake of the caller, or a failed invocation. The user gets one line without a stack. */
class InvokeError extends Error {}

const readArguments = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      print: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { help: true } as const;
  const [name = '', file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw new InvokeError('Name a function and an event file. See npm run invoke -- --help.');
  if (!isFunctionName(name))
    throw new InvokeError(`There is no function ${name}. The functions are ${FUNCTION_NAMES.join(', ')}.`);
  return { help: false, print: values.print, json: values.json, name, file } as const;
};

const isFunctionName = (name: string): name is FunctionName => (FUNCTION_NAMES as readonly string[]).includes(name);

const readEventFile = async (file: string): Promise<unknown> => {
  // npm runs scripts in the repository's root. INIT_CWD is the folder in which the user called npm.
  const path = resolve(process.env['INIT_CWD'] ?? '', file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InvokeError(`${file} cannot be read.`, { cause: error });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvokeError(`${file} is not valid JSON.`, { cause: error });
  }
};

const invoke = async (url: string, operatorToken: string, name: FunctionName, event: unknown): Promise<Invoked> => {
  const response = await fetch(`${url}${INVOKE_PATH}${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
    body: JSON.stringify(event),
  }).catch((error: unknown) => {
    throw new InvokeError(`No local system runs at ${url}. Start it with npm start, or set PORT to its port.`, {
      cause: error,
    });
  });
  const answer = (await response.json().catch(() => undefined)) as InvocationAnswer | undefined;
  if (typeof answer === 'object' && 'error' in answer) throw new InvokeError(answer.error);
  if (typeof answer !== 'object' || !('result' in answer))
    throw new InvokeError(`The server at ${url} is not the local system of npm start.`);
  return answer;
};

/** The status of the system; undefined if it does not answer with one, for example because of the token. */
const statusAt = async (url: string, operatorToken: string): Promise<Status | undefined> => {
  const response = await fetch(`${url}/status`, { headers: { authorization: `Bearer ${operatorToken}` } });
  return response.ok ? ((await response.json()) as Status) : undefined;
};

const main = async (): Promise<string> => {
  const options = readArguments();
  if (options.help) return USAGE;
  const settings = readCallerSettings(process.env);
  const tokens = { webhook: settings.WEBHOOK_TOKEN, captures: settings.OPERATOR_TOKEN };
  const event = eventFor(options.name, await readEventFile(options.file), tokens);
  const url = `http://127.0.0.1:${settings.PORT}`;
  if (options.print) return JSON.stringify(event, undefined, 2);
  const invoked = await invoke(url, settings.OPERATOR_TOKEN, options.name, event);
  if (options.json) return JSON.stringify(invoked.result, undefined, 2);
  if (isRefusal(invoked.result)) process.exitCode = 1;
  const status = await statusAt(url, settings.OPERATOR_TOKEN);
  return reportInvocation(options.name, invoked, status, paintFor(process.stdout));
};

try {
  process.stdout.write(`${await main()}\n`);
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error; // an error of parseArgs
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(isUsage ? `${message.split('. ')[0]}. See npm run invoke -- --help.\n` : `${message}\n`);
  process.exitCode = 1;
}
