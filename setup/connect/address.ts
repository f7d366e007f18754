import { type Call, whyNone } from '../http-call.ts';
import { isPrivateAddress } from '../private-host.ts';
import { pingWithWrongToken, WEBHOOK_PATH } from '../webhook-address.ts';
import type { ConnectDeps } from './dependencies.ts';

/** Warnings about an address that is probably wrong, one sentence each. */
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
 * Sends a wrong token to the address. Only a server that answers 401 may get the real token.
 *
 * @returns what is wrong, in a sentence; undefined if the address answers 401
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
