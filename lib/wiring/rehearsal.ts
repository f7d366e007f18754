import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { rehearse } from '../intake/rehearsal.ts';
import { createLedger } from '../ledger/ledger.ts';
import { createSendWake } from '../ledger/wake.ts';

/** Answers each call at once, as AWS would, and reaches nobody. */
const requestHandler = {
  handle: async ({ body }: { readonly body: Uint8Array }) => {
    const { MessageBody = '' } = JSON.parse(new TextDecoder().decode(body));
    // SQS proves by this digest what it has stored, and the client compares it.
    const answer = { MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
    return { response: { statusCode: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(answer)) } };
  },
};

/**
 * Takes a made-up alert in over clients whose calls reach nobody; the real ones share all of their code.
 *
 * @param queueUrl the real one: the client writes a warning about a queue on a host that it does not know
 */
export const rehearseWebhook = (queueUrl: string) =>
  rehearse({
    ledger: createLedger({ client: new DynamoDBClient({ requestHandler }), tableName: 'rehearsal', retentionDays: 1 }),
    sendWake: createSendWake({ client: new SQSClient({ requestHandler }), queueUrl }),
    now: Date.now,
  });
