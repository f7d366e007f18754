import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions } from '../runtime/client-options.ts';

/** The one DynamoDB client of a function: one set of connections for ledger, list, queries and slots. */
export const dynamo = new DynamoDBClient(clientOptions);
