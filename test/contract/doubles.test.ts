import { describe, expect, it } from 'vitest';
import { createPublish } from '../../lib/notify/publish.ts';
import { createMemoryBaselines } from '../simulation/memory-baselines.ts';
import { createMemoryLedger } from '../simulation/memory-ledger.ts';
import { createMemorySlots } from '../simulation/memory-slots.ts';
import { HOUR, NOW, SECOND } from '../support/factories.ts';
import { SILENT_LOG } from '../support/silent-log.ts';
import { createQueue } from '../simulation/queue.ts';
import { createMemoryTopic } from '../simulation/topic.ts';
import { LIMITER_KINDS } from '../simulation/upstream.ts';
import { baselinesContract } from './baselines-contract.ts';
import { ledgerContract } from './ledger-contract.ts';
import { queueContract, VISIBILITY_MS } from './queue-contract.ts';
import { slotsContract } from './slots-contract.ts';
import { startSimulatedUpstream } from './simulated-upstream.ts';
import { topicContract } from './topic-contract.ts';
import { upstreamContract } from './upstream-contract.ts';
import { createVirtualTime } from './virtual-time.ts';

const ledger = createMemoryLedger(() => NOW);

ledgerContract(
  'ledger in memory',
  () => ledger,
  async () => undefined,
);

baselinesContract('baselines in memory', () => createMemoryBaselines(ledger.getAll), ledger.add);

slotsContract('slots in memory', async () => createMemorySlots(5, ledger.getAll), ledger.add);

queueContract('queue of the simulation', async (settings) => {
  const { clock, wait } = createVirtualTime();
  const options = { visibilityMs: VISIBILITY_MS, concurrency: 2, doubled: 0 };
  const queue = createQueue({ ...settings, ...options, clock, random: () => 0.5 });
  return {
    send: async (wake, delayMs) => queue.send(wake, delayMs),
    dead: async () => queue.dead,
    open: async () => queue.open(),
    now: clock.now,
    pause: clock.sleep,
    wait,
    stop: async () => undefined,
  };
});

describe('queue of the simulation: a delay of hours', () => {
  it('ends after the 15 minutes that SQS knows', async () => {
    const { clock, wait } = createVirtualTime();
    const deliveredAt: number[] = [];
    const queue = createQueue({
      clock,
      random: () => 0.5,
      visibilityMs: VISIBILITY_MS,
      maxReceives: 2,
      batchSize: 10,
      concurrency: 2,
      doubled: 0,
      invoke: async () => void deliveredAt.push(clock.now() - NOW),
    });

    queue.send({}, 4 * HOUR);
    await wait(899 * SECOND);
    expect(deliveredAt).toEqual([]);
    await wait(2 * SECOND);

    expect(deliveredAt).toHaveLength(1);
  });
});

for (const kind of LIMITER_KINDS) {
  for (const headers of ['reset', 'retry_after'] as const) {
    const name = `ThousandEyes of the simulation, limiter ${kind}, 429 with ${headers}`;
    upstreamContract(name, startSimulatedUpstream(kind, headers));
  }
}

const topic = createMemoryTopic();
topicContract('topic in memory', () => ({
  publish: createPublish({ client: topic.client, topicArn: 'topic', log: SILENT_LOG }),
  receive: async () =>
    topic.messages.splice(0).map(({ Message = '', Subject, MessageAttributes = {} }) => ({
      text: JSON.parse(Message).default,
      subject: Subject,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
      ),
    })),
}));
