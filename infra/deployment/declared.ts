import * as z from 'zod';
import { mustBe } from '../../lib/runtime/schema-errors.ts';
import { readExpression } from '../schedules/expression.ts';

/*
 * The declarations that read-deployment.ts reads. The ranges are AWS's own. A table or an index of another kind than
 * today's is refused, because the local system would imitate it wrongly.
 */

const whole = (min: number, max: number, unit = '') => {
  const error = mustBe(`a whole number${unit} from ${min} to ${max}`);
  return z.int({ error }).min(min, { error }).max(max, { error });
};
const text = z.string({ error: mustBe('text') });
const block = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape, { error: mustBe('a block') });
const list = <Item extends z.ZodType>(item: Item) => z.array(item, { error: mustBe('a list') });
const only = <Value extends string>(value: Value) =>
  z.literal(value, { error: mustBe(`${value}: nothing else is imitated here`) });

const everyMs = text.transform((rate, context) => {
  try {
    const expression = readExpression(rate);
    if (expression.kind === 'rate') return expression.everyMs;
  } catch {
    // An unreadable expression is no rate, either.
  }
  context.addIssue({ code: 'custom', message: 'must be a rate such as rate(1 minute)' });
  return z.NEVER;
});

const lambda = block({ timeout: whole(1, 900, ' of seconds'), memorySize: whole(128, 10_240, ' of MB').optional() });

/** The worker's two triggers. Each entry of `events` has one key, the kind of the trigger. */
const workerEvents = list(z.record(z.string(), z.unknown(), { error: mustBe('a block') }))
  .transform((events): unknown => Object.assign({}, ...events))
  .pipe(
    block({
      sqs: block({ batchSize: whole(1, 10), maximumConcurrency: whole(2, 1000) }),
      schedule: block({ rate: everyMs }),
    }),
  );

export const serverless = block({
  provider: block({ runtime: text, memorySize: whole(128, 10_240, ' of MB') }),
  functions: block({
    webhook: lambda.extend({ events: list(block({ httpApi: text })) }),
    captures: lambda,
    schedule: lambda,
    worker: lambda.extend({ events: workerEvents }),
  }),
});

const retention = whole(60, 1_209_600, ' of seconds');

export const queues = block({
  Resources: block({
    WakeQueue: block({
      Properties: block({
        VisibilityTimeout: whole(0, 43_200, ' of seconds'),
        MessageRetentionPeriod: retention,
        RedrivePolicy: block({ maxReceiveCount: whole(1, 1000) }),
      }),
    }),
    WakeDeadLetterQueue: block({ Properties: block({ MessageRetentionPeriod: retention }) }),
  }),
});

const keySchema = list(
  block({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE'], { error: mustBe('HASH or RANGE') }) }),
);

const table = block({
  BillingMode: only('PAY_PER_REQUEST'),
  AttributeDefinitions: list(
    block({ AttributeName: text, AttributeType: z.enum(['S', 'N', 'B'], { error: mustBe('S, N or B') }) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: list(
    block({ IndexName: text, KeySchema: keySchema, Projection: block({ ProjectionType: only('KEYS_ONLY') }) }),
  ),
});

export const tables = block({ Resources: block({ Table: block({ Properties: table }) }) });

export type LambdaFacts = z.infer<typeof lambda>;

/** Keys and indexes, in the words of DynamoDB's CreateTable. */
export type TableDefinition = z.infer<typeof table>;
