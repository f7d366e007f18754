import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeployment } from '../../infra/deployment/read-deployment.ts';
import { claim } from '../../lib/captures/transitions.ts';
import { createLedger } from '../../lib/ledger/ledger.ts';
import { createSlots } from '../../lib/ledger/slots.ts';
import { LOCAL_AWS, startDynamo } from '../../local/dynamo.ts';
import { aCapture, MINUTE, NOW } from '../support/factories.ts';

/** A write takes effect and its answer is lost. The SDK repeats the write, which then fails on its own first try. */
describe('a conditional write whose answer is lost', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>;
  let client: DynamoDBClient;
  let lost = 0;

  beforeAll(async () => {
    dynamo = await startDynamo('captures', readDeployment().table);
    client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynamo.url, maxAttempts: 3 });
    client.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        if (lost === 0) return answer;
        lost -= 1;
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
  });
  afterAll(() => dynamo.stop());

  const losing = <T>(write: () => Promise<T>): Promise<T> => {
    lost = 1;
    return write();
  };

  it('is ours: a capture, its next version, a slot, the one call at an opening', async () => {
    const ledger = createLedger({ client, tableName: 'captures', retentionDays: 40 });
    const slots = createSlots({ client, tableName: 'captures', limit: 5 });
    const capture = aCapture();
    const gate = { closedUntil: NOW, reason: 'unauthorized', strikes: 1 } as const;
    await slots.closeGate(gate);

    expect(await losing(() => ledger.add(capture))).toBe(true);
    expect(await losing(() => ledger.save(claim(capture, NOW + MINUTE)))).toBe(true);
    expect(await losing(() => slots.take({ index: 0, releaseAt: 0 }, NOW, NOW + MINUTE))).toMatchObject({ index: 0 });
    expect(await losing(() => slots.takeProbe(gate, NOW + MINUTE))).toMatchObject({ until: NOW + MINUTE });
    expect(lost).toBe(0);
  });

  it('counts a slot’s use once', async () => {
    const slots = createSlots({ client, tableName: 'captures', limit: 5 });

    await losing(() => slots.take({ index: 1, releaseAt: 0 }, NOW, NOW + MINUTE));

    expect((await slots.read()).slots[1]).toMatchObject({ uses: 1 });
  });
});
