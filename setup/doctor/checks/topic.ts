import { fail, type Findings, type Judgment, ok, skipped, warn } from './finding.ts';

/** The judged part of `GetTopicAttributes`. */
interface TopicAttributes {
  readonly SubscriptionsConfirmed?: string;
  readonly SubscriptionsPending?: string;
  readonly KmsMasterKeyId?: string;
}

/** The attributes of the topic, or the code of the error. */
export type TopicReply = { readonly attributes: TopicAttributes } | { readonly code: string };

export const judgeTopic = (reply: TopicReply): Findings => {
  if ('attributes' in reply) {
    return { topic: judgeSubscribers(reply.attributes), 'topic-encryption': judgeEncryption(reply.attributes) };
  }
  const nothing = skipped('the topic could not be read');
  if (reply.code.startsWith('NotFound')) {
    const fix = 'Check the ARN, its account and region. It is the output EvidenceTopicArn of the stack.';
    return { topic: fail('The topic does not exist.', fix), 'topic-encryption': nothing };
  }
  const fix = 'Check the ARN and the region, and that your credentials allow sns:GetTopicAttributes on it.';
  return { topic: fail(`The topic cannot be read (${reply.code}).`, fix), 'topic-encryption': nothing };
};

const judgeSubscribers = ({ SubscriptionsConfirmed, SubscriptionsPending }: TopicAttributes): Judgment => {
  const confirmed = Number(SubscriptionsConfirmed ?? 0);
  const pending = Number(SubscriptionsPending ?? 0);
  const confirm = 'Open the e-mail from AWS Notifications, and confirm. An endpoint must call its SubscribeURL.';
  if (confirmed === 0 && pending > 0) {
    return fail(`Nobody receives the links: ${count(pending)} not confirmed yet.`, confirm);
  }
  if (confirmed === 0) {
    const fix = 'Subscribe: aws sns subscribe --topic-arn … --protocol email --notification-endpoint …';
    return fail('Nobody receives the links: the topic has no subscription.', fix);
  }
  if (pending > 0) return warn(`${count(confirmed)} confirmed, but ${count(pending)} not.`, confirm);
  return ok(`${count(confirmed)} confirmed.`);
};

const count = (subscriptions: number): string =>
  subscriptions === 1 ? '1 subscription is' : `${subscriptions} subscriptions are`;

/** A link is a key to the data, so the topic should not store it unencrypted. */
const judgeEncryption = ({ KmsMasterKeyId }: TopicAttributes): Judgment =>
  KmsMasterKeyId
    ? ok('The topic is encrypted with a KMS key.')
    : warn(
        'The topic is not encrypted with a KMS key, although links are keys to the data.',
        'Set KmsMasterKeyId of the topic: alias/aws/sns, or your own key that the worker may use.',
      );
