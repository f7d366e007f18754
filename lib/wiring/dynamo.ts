import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../runtime/client-options.ts';

/** The only DynamoDB client of a function, so that ledger, list, queries and slots share its connections. */
export const dynamo = new DynamoDBClient(clientOptions);

/**
 * Waits a random time up to `ms` milliseconds (full jitter) before the keys that DynamoDB left unread are read again.
 */
export const pauseUpTo = (ms: number): Promise<void> => sleep(Math.random() * ms);
