import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type * as z from 'zod';
import type { FunctionName } from '../../lib/runtime/function-names.ts';
import { type LambdaFacts, queues, serverless, type TableDefinition, tables } from './declared.ts';

/*
 * The facts of the deployment for the code that imitates or measures it: the local system, the simulation, the benches
 * and the tests of the bundles. The code reads the facts from serverless.yml and infra/*.yml, which declare them, and
 * holds no copy.
 */

export interface Deployment {
  /** Lambda's name of the runtime, such as `nodejs24.x`. */
  readonly runtime: string;
  readonly functions: Readonly<Record<FunctionName, { readonly timeoutSeconds: number; readonly memoryMb: number }>>;
  /** The route keys of the HTTP API that lead to the webhook, such as `POST /path`. */
  readonly webhookRoutes: readonly string[];
  /** Lambda's event source mapping from the wake queue to the worker. */
  readonly eventSource: { readonly batchSize: number; readonly maximumConcurrency: number };
  readonly watchdog: { readonly everyMs: number };
  readonly queues: Queues;
  readonly table: TableDefinition;
}

export interface Queues {
  readonly wake: {
    readonly visibilityTimeoutSeconds: number;
    readonly maxReceiveCount: number;
    readonly retentionSeconds: number;
  };
  readonly deadLetter: { readonly retentionSeconds: number };
}

const PROJECT = new URL('../../', import.meta.url);

/**
 * Reads the facts of the deployment from the files that declare them.
 *
 * @param root the project's folder, a URL that ends in a slash. The default is right for the sources; a bundle is in
 *   another folder and has to pass it.
 * @throws Error with one sentence that names file and key, if a fact is missing or cannot be deployed
 */
export const readDeployment = (root: URL = PROJECT): Deployment => {
  const { provider, functions } = readFacts(root, 'serverless.yml', serverless);
  const { WakeQueue: wake, WakeDeadLetterQueue: deadLetter } = readFacts(root, 'infra/queues.yml', queues).Resources;
  const { sqs: eventSource, schedule } = functions.worker.events;
  const factsOf = ({ timeout, memorySize = provider.memorySize }: LambdaFacts) => ({
    timeoutSeconds: timeout,
    memoryMb: memorySize,
  });
  return {
    runtime: provider.runtime,
    functions: {
      webhook: factsOf(functions.webhook),
      captures: factsOf(functions.captures),
      schedule: factsOf(functions.schedule),
      worker: factsOf(functions.worker),
    },
    webhookRoutes: functions.webhook.events.map(({ httpApi }) => httpApi),
    eventSource,
    watchdog: { everyMs: schedule.rate },
    queues: {
      wake: {
        visibilityTimeoutSeconds: wake.Properties.VisibilityTimeout,
        maxReceiveCount: wake.Properties.RedrivePolicy.maxReceiveCount,
        retentionSeconds: wake.Properties.MessageRetentionPeriod,
      },
      deadLetter: { retentionSeconds: deadLetter.Properties.MessageRetentionPeriod },
    },
    table: readFacts(root, 'infra/table.yml', tables).Resources.Table.Properties,
  };
};

/**
 * The parser does not know CloudFormation tags such as `!Ref`. It warns, and returns the tagged value without its tag.
 */
const readFacts = <Schema extends z.ZodType>(root: URL, file: string, schema: Schema): z.output<Schema> => {
  const document = parseDocument(readText(root, file));
  const [error] = document.errors;
  if (error) throw new Error(`${file} is not valid YAML: ${error.message.split(':\n')[0]}.`);
  const { data, error: fault, success } = schema.safeParse(document.toJS());
  if (success) return data;
  const [issue] = fault.issues;
  const sentence = `${issue?.path.join('.')} ${issue?.message}`.trim(); // the path is empty if the file is empty
  throw new Error(`${file}: ${sentence}.`);
};

const readText = (root: URL, file: string): string => {
  try {
    return readFileSync(new URL(file, root), 'utf8');
  } catch (cause) {
    throw new Error(`${file} cannot be read.`, { cause });
  }
};
