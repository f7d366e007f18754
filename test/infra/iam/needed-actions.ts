import { readBundle } from '../../../build/metafile.ts';
import type { FunctionName } from '../../../lib/runtime/function-names.ts';
import { ROOT } from '../../support/packaged-template.ts';

/** The calls that Lambda itself makes with a function's role, besides the calls of its bundle. */
export const OF_LAMBDA = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
export const OF_THE_EVENT_SOURCE = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

/** The actions that the AWS SDK's commands in a bundle need. */
export const actionsOfBundle = async (name: FunctionName): Promise<string[]> =>
  (await readBundle(ROOT, name)).files
    .flatMap((file) => {
      const [, service = '', command] = /client-([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
      return command === undefined ? [] : [`${service.replace('secrets-manager', 'secretsmanager')}:${command}`];
    })
    // The client calls this action only if AWS_ENABLE_ENDPOINT_DISCOVERY is set.
    .filter((action) => action !== 'dynamodb:DescribeEndpoints');
