import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createSlots } from '../lib/ledger/slots.ts';
import { LOCAL_AWS } from './dynamo.ts';

export interface OpenGateOptions {
  readonly table: { readonly url: string; readonly tableName: string };
  /** SNAPSHOT_LIMIT. */
  readonly limit: number;
  /** Starts the worker at once. */
  readonly wake: () => unknown;
  readonly now: () => number;
}

/**
 * Opens the gate as a successful call would, so that captures do not wait longer than a simulated fault. To open the
 * gate, it must take the gate's only probe. If a worker holds the probe already, that worker's call decides about the
 * gate.
 */
export const createOpenGate =
  ({ table, limit, wake, now }: OpenGateOptions): (() => Promise<void>) =>
  async () => {
    const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: table.url });
    try {
      const slots = createSlots({ client, tableName: table.tableName, limit });
      const { gate } = await slots.read();
      if (gate.strikes > 0) {
        const probe = await slots.takeProbe(gate, Math.max(gate.closedUntil, now()) + 1);
        if (probe !== undefined) await slots.openGate(probe, 0);
      }
      await slots.clearDoubts();
    } finally {
      client.destroy();
    }
    void wake();
  };
