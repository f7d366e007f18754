import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../runtime/client-options.ts';

/** The one DynamoDB client of a function: one set of connections for ledger, list, queries and slots. */
export const dynamo = new DynamoDBClient(clientOptions);

/** Full jitter between two asks for what DynamoDB left unread. */
export const pauseUpTo = (ms: number): Promise<void> => sleep(Math.random() * ms);
