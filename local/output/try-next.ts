import { QUICK_SECONDS } from './hints.ts';
import { SAMPLE } from '../sample.ts';
import {
  DEFAULT_OPERATOR_TOKEN,
  DEFAULT_THOUSANDEYES_TOKEN,
  DEFAULT_WEBHOOK_TOKEN,
  type Settings,
} from '../settings.ts';
import type { System } from '../system.ts';

/** Commands for a new user to try. Tokens that the user set appear as variables, never as values. */
export const tryNext = ({ url, standIn, schedules }: System, settings: Settings): string => {
  const webhook = settings.webhookToken === DEFAULT_WEBHOOK_TOKEN ? settings.webhookToken : '"$WEBHOOK_TOKEN"';
  const operator = settings.operatorToken === DEFAULT_OPERATOR_TOKEN ? settings.operatorToken : '"$OPERATOR_TOKEN"';
  return [
    `board ${url}/ (operator token: ${operator.replaceAll('"', '')})`,
    `ThousandEyes: ${standIn ? `a stand-in at ${standIn.apiUrl}` : 'the API at THOUSANDEYES_API_URL: snapshots are real'}`,
    'Send your own alert (if you send it again, the answer is "duplicate"):',
    `  ${curlWith(webhook)} -H "Content-Type: application/json" -d @${SAMPLE} ${url}/webhooks/thousandeyes`,
    'Capture by hand, and list the captures:',
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

/** curl reads the token from a pipe, because other users of the machine can see arguments. */
const curlWith = (token: string): string => `printf 'Authorization: Bearer %s' ${token} | curl -sS -H @-`;

const connectCommand = (url: string, apiUrl: string, { thousandEyesToken, webhookToken }: Settings): string =>
  [
    `THOUSANDEYES_API_URL=${apiUrl}`,
    `THOUSANDEYES_TOKEN=${thousandEyesToken === DEFAULT_THOUSANDEYES_TOKEN ? thousandEyesToken : '"$THOUSANDEYES_TOKEN"'}`,
    `WEBHOOK_TOKEN=${webhookToken === DEFAULT_WEBHOOK_TOKEN ? webhookToken : '"$WEBHOOK_TOKEN"'}`,
    `npm run connect -- ${url}/webhooks/thousandeyes --all --dry-run`,
  ].join(' ');
