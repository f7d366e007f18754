import { dynamo, pauseUpTo } from './dynamo.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from '../ledger/get-items.ts';
import { createListCaptures } from '../ledger/list.ts';
import { createLedgerQueries } from '../ledger/queries.ts';
import { createReadPayload } from '../ledger/read-payload.ts';
import { createReadQuota } from '../ledger/read-quota.ts';
import type { OperatorDeps } from '../operator/api.ts';
import { type Config, filtersOf } from '../runtime/config.ts';
import { wireIntake } from './intake.ts';

/** The dependencies of the operator API: the real AWS clients and the clock. */
export const wireOperator = (config: Config<'captures'>): Omit<OperatorDeps, 'log' | 'measure'> => {
  const { ledger, sendWake } = wireIntake(config);
  const table: Required<Table> = { client: dynamo, tableName: config.TABLE_NAME, pauseUpTo };
  return {
    ledger: { ...ledger, ...createLedgerQueries(table) },
    listCaptures: createListCaptures(table),
    readPayload: createReadPayload(table),
    slots: createReadQuota({ ...table, limit: config.SNAPSHOT_LIMIT }),
    sendWake,
    now: Date.now,
    sleep: (ms) => sleep(ms),
    periodMs: config.SNAPSHOT_LIMIT_SECONDS * 1000,
    manualLimit: config.MANUAL_CAPTURES_LIMIT,
    filters: filtersOf(config),
  };
};
