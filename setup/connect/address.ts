import { type Call, whyNone } from '../http-call.ts';
import { isPrivateAddress } from '../private-host.ts';
import { pingWithWrongToken, WEBHOOK_PATH } from '../webhook-address.ts';
import type { ConnectDeps } from './dependencies.ts';

/** What looks wrong with an address, and is not for certain: one sentence each. */
export const addressWarnings = async (
  url: string,
  { resolve }: Pick<ConnectDeps, 'resolve'>,
): Promise<readonly string[]> => {
  const { hostname, pathname, protocol } = new URL(url);
  const addresses = await resolve(hostname);
  const isPrivate = addresses.length > 0 && addresses.every(isPrivateAddress);
  return [
    ...(pathname.endsWith(WEBHOOK_PATH)
      ? []
      : [`Warning: the address does not end in ${WEBHOOK_PATH}, where this project's webhook is.`]),
    ...(isPrivate && protocol === 'https:'
      ? [
          `Warning: from here ${hostname} resolves to ${addresses.join(', ')}, in a private network. ThousandEyes does not call private addresses.`,
        ]
      : []),
  ];
};

/**
 * Asks the address for a 401, with a wrong token: what accepts that, or is not there, gets no real token.
 *
 * @returns what is wrong, in a sentence; undefined where it answers as the webhook does
 */
export const whyNoWebhook = async (call: Call, url: string): Promise<string | undefined> => {
  const reply = await pingWithWrongToken(call, url);
  if (reply.kind === 'none') return `The address of the webhook gave no answer: ${whyNone(reply.code)}.`;
  const answers = `The address of the webhook answers a wrong token with ${reply.status} instead of 401`;
  switch (reply.status) {
    case 401:
      return undefined;
    case 403:
      return `${answers}. Its WEBHOOK_ALLOWED_CIDRS may exclude this machine.`;
    case 404:
      return `${answers}. There is no webhook: check stage, host and path.`;
    default:
      return reply.status < 400
        ? `${answers}. It is another server, not this project's webhook.`
        : `${answers}. Look at the log of the webhook function.`;
  }
};
