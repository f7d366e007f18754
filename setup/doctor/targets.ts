import { type Aws, awsErrorCodeOf } from './aws.ts';
import { baseUrlOf } from './checks/webhook.ts';
import type { DoctorOptions } from './options.ts';
import type { StackOutputs } from './stack.ts';
import { UsageError } from '../usage-error.ts';

/** What the doctor checks. An absent field was not given. */
export interface Targets extends Omit<StackOutputs, 'webhookUrl'> {
  readonly apiUrl: string;
  /** The base URL of the webhook and the operator API, without a slash at its end. */
  readonly baseUrl?: string;
}

/**
 * Finds what to check: the outputs of the stack, and the options, which take precedence.
 *
 * @throws UsageError if the stack cannot be read
 */
export const findTargets = async (options: DoctorOptions, aws: Aws): Promise<Targets> => {
  const { webhookUrl, ...outputs } = options.stack === undefined ? {} : await stackOrUsageError(options.stack, aws);
  const url = options.webhookUrl ?? webhookUrl;
  const baseUrl = url === undefined ? undefined : baseUrlOf(url);
  const { topicArn, webhookSecretId, operatorSecretId, thousandeyesSecretId, apiUrl, usualApiUrl } = options;
  const given = { topicArn, webhookSecretId, operatorSecretId, thousandeyesSecretId, apiUrl, baseUrl };
  return {
    apiUrl: usualApiUrl,
    ...outputs,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
};

const stackOrUsageError = async (name: string, aws: Aws): Promise<StackOutputs> => {
  const outputs = await readOrUsageError(name, aws);
  if (Object.keys(outputs).length === 0) {
    throw new UsageError(`The stack ${name} has no output of this project, such as EvidenceTopicArn. Check its name.`);
  }
  return outputs;
};

const readOrUsageError = async (name: string, aws: Aws): Promise<StackOutputs> => {
  try {
    return await aws.stack(name);
  } catch (error) {
    const code = awsErrorCodeOf(error);
    const fix =
      code === 'ValidationError'
        ? 'The account has no stack with this name in this region. Check --region, and the stage in the name.'
        : 'Check your AWS credentials and the region, and that they allow cloudformation:DescribeStacks.';
    throw new UsageError(`The stack ${name} cannot be read (${code}). ${fix}`, { cause: error });
  }
};

/** The region that was given; without one, the region in the first ARN among the options. */
export const regionOf = ({ region, ...options }: DoctorOptions): string | undefined => {
  const ids = [options.topicArn, options.webhookSecretId, options.operatorSecretId, options.thousandeyesSecretId];
  return (
    region ?? ids.map((id) => id?.match(/^arn:[^:]*:[^:]*:([a-z0-9-]+):/)?.[1]).find((found) => found !== undefined)
  );
};
