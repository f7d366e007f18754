import { SAMPLE } from './sample.ts';
import {
  DEFAULT_OPERATOR_TOKEN,
  DEFAULT_THOUSANDEYES_TOKEN,
  DEFAULT_WEBHOOK_TOKEN,
  type Settings,
} from './settings.ts';
import type { System } from './system.ts';

export const USAGE = `Usage: npm start [-- OPTIONS]

Runs the whole system on this machine, with no account anywhere: webhook, worker, operator API, ledger, queue,
topic, and a stand-in for ThousandEyes. Sends a sample alert to itself and prints the notification.

  --once            exit after the sample's notification: 0 when it came, 1 when it did not
  --within SECONDS  how long --once waits for it (120)
  --no-sample       send nothing
  --help            show this

Environment variables:
  PORT                    port of the webhook and the operator API (3000)
  THOUSANDEYES_API_URL    a real API, such as https://api.thousandeyes.com/v7 (absent: the stand-in).
                          Then snapshots are real, no sample is sent, and the three tokens must be your own.
  THOUSANDEYES_TOKEN      the bearer token for it, or for the stand-in (local-thousandeyes-token)
  LINK_VISIBILITY         share: links open without a login; login: they need one (share)
  WEBHOOK_TOKEN           what the webhook accepts (local-webhook-token)
  OPERATOR_TOKEN          what the operator API accepts, at least 20 characters (local-operator-token)
  ALLOWED_HOSTS           host names of a front that forwards requests, with commas between them;
                          this machine's own names are always allowed, on any port
  PUBLIC_URL              where a browser finds this system, if its port is forwarded under another address, such as
                          http://localhost:8080: links lead there, and its host is allowed
  SNAPSHOT_LIMIT          snapshots per period (5)
  SNAPSHOT_LIMIT_SECONDS  length of the period (300)
  SCHEDULES_FILE          the planned evidence that runs here too (schedules.yml)
  DATA_DIR                keeps the ledger and the stand-in's snapshots over restarts (absent: memory)

Open the board, URL/, in a browser, and sign in with OPERATOR_TOKEN.
With the stand-in it offers sample alerts, a storm, and faults to watch.

Standard output: "ready URL", then a line "notification {json}" for every message on the topic.
Standard error: the logs.`;

/** A period in which a person likes to wait for a slot. */
const QUICK_SECONDS = 20;

/** What a newcomer can do next; values of the user's own are named, never printed. */
export const tryNext = ({ url, standIn, schedules }: System, settings: Settings): string => {
  const webhook = settings.webhookToken === DEFAULT_WEBHOOK_TOKEN ? settings.webhookToken : '"$WEBHOOK_TOKEN"';
  const operator = settings.operatorToken === DEFAULT_OPERATOR_TOKEN ? settings.operatorToken : '"$OPERATOR_TOKEN"';
  return [
    `board ${url}/ (operator token: ${operator.replaceAll('"', '')})`,
    `ThousandEyes: ${standIn ? `a stand-in at ${standIn.apiUrl}` : 'the API at THOUSANDEYES_API_URL: snapshots are real'}`,
    'Send an alert of your own (a repeated one is answered "duplicate"):',
    `  ${curlWith(webhook)} -H "Content-Type: application/json" -d @${SAMPLE} ${url}/webhooks/thousandeyes`,
    'Capture by hand, and see what is there:',
    `  ${curlWith(operator)} -H "Content-Type: application/json" -d @events/manual.json ${url}/captures`,
    `  ${curlWith(operator)} ${url}/captures`,
    ...(standIn && settings.snapshotLimitSeconds > QUICK_SECONDS
      ? ['Watch a storm without long waits for slots:', `  SNAPSHOT_LIMIT_SECONDS=${QUICK_SECONDS} npm start`]
      : []),
    ...(standIn ? ['Try npm run connect, which attaches the webhook to alert rules of the stand-in:'] : []),
    ...(standIn ? [`  ${connectCommand(url, standIn.apiUrl, settings)}`] : []),
    `Invoke a function by hand${operator === settings.operatorToken ? '' : ', with OPERATOR_TOKEN in the environment'}:`,
    '  npm run invoke -- worker events/worker-watchdog.json',
    ...(schedules.length > 0 ? [`Schedules that run here: ${schedules.map(({ name }) => name).join(', ')}`] : []),
    'Stop with Ctrl-C.',
  ].join('\n');
};

/** Curl reads the token from a pipe: other users of the machine see arguments. */
const curlWith = (token: string): string => `printf 'Authorization: Bearer %s' ${token} | curl -sS -H @-`;

const connectCommand = (url: string, apiUrl: string, { thousandEyesToken, webhookToken }: Settings): string =>
  [
    `THOUSANDEYES_API_URL=${apiUrl}`,
    `THOUSANDEYES_TOKEN=${thousandEyesToken === DEFAULT_THOUSANDEYES_TOKEN ? thousandEyesToken : '"$THOUSANDEYES_TOKEN"'}`,
    `WEBHOOK_TOKEN=${webhookToken === DEFAULT_WEBHOOK_TOKEN ? webhookToken : '"$WEBHOOK_TOKEN"'}`,
    `npm run connect -- ${url}/webhooks/thousandeyes --all --dry-run`,
  ].join(' ');
