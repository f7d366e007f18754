import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { killed, type Scope } from '../scope.ts';
import type { Contestant, LifeTerms, Reported } from './contestant.ts';

/** One life of a system: a process from its start to its end. */
export interface Life {
  /** Where it takes alerts; undefined as long as it does not. */
  readonly url: () => string | undefined;
  /** Throws if the process ended by itself. */
  readonly assertAlive: () => void;
  /** Sends SIGKILL at once, and resolves when everything that the process printed was read. */
  readonly kill: () => Promise<void>;
}

const PROJECT = new URL('../../', import.meta.url);
const KEPT_ERRORS = 2000;

/** What a line `notification {json}` says; undefined for any other line. */
const readNotification = (line: string): Reported | undefined => {
  if (!line.startsWith('notification ')) return undefined;
  const { alerts = [], link } = JSON.parse(line.slice('notification '.length)) as {
    readonly alerts?: readonly { readonly alertId?: string }[];
    readonly link?: string;
  };
  return { alertIds: alerts.flatMap(({ alertId }) => alertId ?? []), link };
};

/** Starts a life. `onMessage` gets each message that it prints. */
export const startLife = (
  { name, command }: Pick<Contestant, 'name' | 'command'>,
  terms: LifeTerms,
  scope: Scope,
  onMessage: (message: Reported) => void,
): Life => {
  const { args, env } = command(terms);
  const child = scope.process(spawn(process.execPath, args, { cwd: PROJECT, env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const closed = once(child, 'close');
  let url: string | undefined;
  let errors = '';
  let failure: Error | undefined;
  let isKilled = false;
  child.on('exit', (code, signal) => {
    if (!isKilled) failure = new Error(`${name} ended by itself (${code ?? signal}). Its last words:\n${errors}`);
  });
  child.stderr.on('data', (chunk) => {
    errors = `${errors}${String(chunk)}`.slice(-KEPT_ERRORS);
  });
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('ready ')) url = line.slice('ready '.length);
    const message = readNotification(line);
    if (message) onMessage(message);
  });
  return {
    url: () => url,
    assertAlive() {
      if (failure) throw failure;
    },
    async kill() {
      isKilled = true;
      await killed(child);
      await closed;
    },
  };
};
