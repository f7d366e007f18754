import { lookup } from 'node:dns/promises';
import { setTimeout } from 'node:timers/promises';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientOptions } from '../lib/runtime/client-options.ts';
import { createFetchToken, createReadVersion } from '../lib/runtime/secrets.ts';
import { runConnect } from './connect/command.ts';
import { createCall } from './http-call.ts';
import { createTerminal } from './terminal.ts';

/*
 * `npm run connect`: attaches a webhook to alert rules of ThousandEyes. It prints the plan and the result to standard
 * output, and progress to standard error.
 */

/** The webhook's first answer may be a cold start. */
const WEBHOOK_TIMEOUT_MS = 10_000;

const interrupted = new AbortController();
/** One Ctrl-C arrives twice: from the terminal, and from npm. A second SIGINT within this time is the same Ctrl-C. */
const SAME_CTRL_C_MS = 500;
let interruptedAt = 0;
process.on('SIGINT', () => {
  if (interrupted.signal.aborted && Date.now() - interruptedAt > SAME_CTRL_C_MS) process.exit(130);
  if (interrupted.signal.aborted) return;
  interruptedAt = Date.now();
  process.stderr.write('\nstopping after this call; Ctrl-C again stops at once\n');
  interrupted.abort();
});

process.exitCode = await runConnect(process.argv.slice(2), {
  ...createTerminal(process.stdout),
  env: process.env,
  readSecret: async (secretId) => {
    const [value] = await createFetchToken(createReadVersion(new SecretsManagerClient(clientOptions), secretId))();
    return value;
  },
  callWebhook: createCall({ timeoutMs: WEBHOOK_TIMEOUT_MS, now: Date.now }),
  resolve: async (hostname) => {
    const found = await lookup(hostname, { all: true }).catch(() => []);
    return found.map(({ address }) => address);
  },
  now: Date.now,
  sleep: (ms) => setTimeout(ms, undefined, { signal: interrupted.signal }).catch(() => undefined),
  isInterrupted: () => interrupted.signal.aborted,
});
