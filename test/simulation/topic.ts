import type { PublishCommand, PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';

/** The most that SNS accepts: the message and its attributes together. */
const MAX_BYTES = 262_144;

/** SNS in memory, under the real adapter. It refuses a message that is too large and keeps the others. */
export const createMemoryTopic = () => {
  const messages: PublishCommandInput[] = [];
  const send = async ({ input }: PublishCommand): Promise<object> => {
    if (sizeOf(input) > MAX_BYTES) throw new Error('InvalidParameter: Message too long');
    messages.push(input);
    return {};
  };
  return { client: { send } as unknown as SNSClient, messages };
};

const sizeOf = ({ Message = '', MessageAttributes = {} }: PublishCommandInput): number =>
  Object.entries(MessageAttributes)
    .flatMap(([name, { DataType = '', StringValue = '' }]) => [name, DataType, StringValue])
    .reduce((sum, text) => sum + Buffer.byteLength(text), Buffer.byteLength(Message));
