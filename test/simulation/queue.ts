import type { Wake } from '../../lib/ledger/wake.ts';
import type { VirtualClock } from './clock.ts';

export interface QueueOptions {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly visibilityMs: number;
  readonly maxReceives: number;
  readonly batchSize: number;
  readonly concurrency: number;
  /** Share of messages that are delivered twice. */
  readonly doubled: number;
  readonly invoke: (bodies: readonly string[]) => Promise<void>;
}

export interface Queue {
  readonly send: (wake: Wake, delayMs: number) => void;
  readonly dead: readonly string[];
  readonly invocations: () => number;
  readonly busy: () => number;
  /** Messages that are neither done nor dead. */
  readonly open: () => number;
}

interface Message {
  readonly body: string;
  receives: number;
}

const MAX_DELAY_MS = 900_000;

/**
 * SQS with Lambda's event source mapping: it delivers at least once and in any order, hides a message during the work
 * on it, and gives it up after too many deliveries.
 */
export const createQueue = (options: QueueOptions): Queue => {
  const { clock, random } = options;
  const ready: Message[] = [];
  const dead: string[] = [];
  let busy = 0;
  let open = 0;
  let invocations = 0;

  const appear = (message: Message, delayMs: number): void => {
    void clock.sleep(delayMs + random() * 100).then(() => {
      ready.push(message);
      poll();
    });
  };

  const poll = (): void => {
    if (busy >= options.concurrency || ready.length === 0) return;
    busy += 1;
    // A short wait collects messages of one moment in a batch, as polling does.
    void clock.sleep(20).then(async () => {
      const batch = ready.splice(0, options.batchSize);
      if (batch.length > 0) await deliver(batch);
      busy -= 1;
      poll();
    });
    poll();
  };

  const deliver = async (batch: readonly Message[]): Promise<void> => {
    for (const message of batch) message.receives += 1;
    invocations += 1;
    const deliveredAt = clock.now();
    try {
      await options.invoke(batch.map(({ body }) => body));
      for (const message of batch) {
        if (random() < options.doubled) appear({ ...message }, options.visibilityMs);
        else open -= 1;
      }
    } catch {
      for (const message of batch) {
        if (message.receives >= options.maxReceives) {
          dead.push(message.body);
          open -= 1;
        } else appear(message, Math.max(0, deliveredAt + options.visibilityMs - clock.now()));
      }
    }
  };

  return {
    dead,
    invocations: () => invocations,
    busy: () => busy,
    open: () => open,
    send: (wake, delayMs) => {
      open += 1;
      appear({ body: JSON.stringify(wake), receives: 0 }, Math.min(MAX_DELAY_MS, Math.floor(delayMs / 1000) * 1000));
    },
  };
};
