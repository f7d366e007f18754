import { SQSClient } from '@aws-sdk/client-sqs';
import { openConnection } from '../ledger/open-connection.ts';
import { clientOptions } from '../runtime/client-options.ts';

/** The one SQS client of a function. */
export const sqs = new SQSClient(clientOptions);

/** Opens that client's connection to the queue's host. */
export const openQueue = (queueUrl: string): Promise<void> => openConnection(sqs, queueUrl);
