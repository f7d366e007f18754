import { pause } from '../pause.ts';
import type { Scope } from '../scope.ts';
import type { Message, StormRecord } from '../verdict/records.ts';
import { startApiProcess } from './api-process.ts';
import { API_TOKEN, type Contestant } from './contestant.ts';
import { freePort } from './free-port.ts';
import { type Life, startLife } from './life.ts';
import type { Phase, StormPlan } from './plan.ts';
import { createSender } from './sender.ts';
import { createWitness } from './witness.ts';

export interface StormOptions {
  readonly contestant: Contestant;
  readonly plan: StormPlan;
  /** Somebody else's API, which every call outside the outage goes to; absent: the strict limiter of the proof. */
  readonly upstream?: string | undefined;
  readonly scope: Scope;
  /** Aborted when the storm has to end, done or not. */
  readonly signal: AbortSignal;
  /** Says what has just happened. */
  readonly onEvent: (event: string) => void;
  /** Brings what was seen so far, whenever that has grown. */
  readonly onRecord: (record: StormRecord) => void;
}

/** A second message of an alert, or one call too many, has this long to appear after the last alert was reported. */
const SETTLE_MS = 3000;
const POLL_MS = 50;

/**
 * Runs a system through the storm: alerts, kill, restart, outage. Resolves with what was seen from outside, and leaves what
 * it started to the scope.
 */
export const runStorm = async (options: StormOptions): Promise<StormRecord> => {
  const { contestant, plan, upstream, scope, signal, onEvent } = options;
  const witness = createWitness(plan, options.onRecord);
  let life: Life | undefined;
  let death: { readonly at: number; readonly done: Promise<void> } | undefined;

  const apiUrl = await startApiProcess({ ...plan, token: API_TOKEN, upstream }, scope, (said) => {
    if (said.kind === 'arrived' && said.call === plan.killAtCall && life) {
      death = { at: Date.now(), done: life.kill() };
      witness.killed(death.at);
    }
    witness.called(said);
  });
  const terms = { ...plan, apiUrl, port: await freePort(), dataDir: await scope.folder() };

  const until = async (holds: () => boolean): Promise<void> => {
    while (!signal.aborted && !holds()) {
      life?.assertAlive();
      await pause(POLL_MS, signal);
    }
  };
  const begin = async (number: Message['life']): Promise<string> => {
    const begun = startLife(contestant, terms, scope, (message) =>
      witness.reported({ ...message, life: number, at: Date.now() }),
    );
    life = begun;
    await until(() => begun.url() !== undefined);
    return begun.url() ?? '';
  };

  const addFromTopic = async (restarted: string, killedAt: number): Promise<void> => {
    if (signal.aborted) return;
    for (const message of (await contestant.readTopic?.(restarted, killedAt)) ?? []) {
      const isNew = message.alertIds.some((alertId) => !witness.isReported(alertId));
      if (isNew) witness.reported({ ...message, life: 1, at: killedAt });
    }
  };

  const url = `http://127.0.0.1:${terms.port}/webhooks/thousandeyes`;
  const send = createSender({ url, token: contestant.webhookToken, plan, signal, onDelivery: witness.delivered });
  const sending: Promise<void>[] = [];
  const sendPhase = (phase: Phase) => {
    sending.push(...plan.alerts.filter((alert) => alert.phase === phase).map(send));
  };

  const story = [
    async () => {
      await begin(1);
      onEvent('takes alerts');
      sendPhase('start');
      await until(() => death !== undefined);
    },
    async () => {
      await death?.done;
      onEvent('killed with SIGKILL');
      sendPhase('kill');
      await pause(plan.deadMs, signal);
    },
    async () => {
      const restarted = await begin(2);
      onEvent('started again');
      if (death) await addFromTopic(restarted, death.at);
      await until(witness.isInOutage);
    },
    async () => {
      onEvent('meets the outage');
      sendPhase('outage');
      await until(witness.areAllReported);
    },
    async () => {
      onEvent('has reported every alert');
      await pause(SETTLE_MS, signal);
    },
  ];
  for (const step of story) {
    if (!signal.aborted) await step();
  }
  await life?.kill();
  await Promise.all(sending);
  return witness.record();
};
