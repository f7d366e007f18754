import * as z from 'zod';
import { mayCarryToken } from '../../may-carry-token.ts';
import { fail, type Findings, type Judgment, ok, skipped, warn } from './finding.ts';
import { type Call, type Reply, whyNone } from '../../http-call.ts';
import { ping, pingWithWrongToken, WEBHOOK_PATH } from '../../webhook-address.ts';
import { parseJson } from './parse-json.ts';

/** The API's base URL, from a webhook's URL with or without the webhook's path; undefined if it cannot be one. */
export const baseUrlOf = (webhookUrl: string): string | undefined => {
  const url = URL.canParse(webhookUrl) ? new URL(webhookUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search) return undefined;
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path.endsWith(WEBHOOK_PATH) ? path.slice(0, -WEBHOOK_PATH.length) : path}`;
};

const ignored = z.looseObject({ status: z.literal('ignored'), reason: z.literal('test_ping') });

/** Sends ThousandEyes' test ping twice: with a random, therefore wrong, token, and with the right token. */
export const probeWebhook = async (call: Call, baseUrl: string, token: string | undefined): Promise<Findings> => {
  const url = `${baseUrl}${WEBHOOK_PATH}`;
  if (!mayCarryToken(url)) {
    const reason = skipped('no token is sent over plain http');
    return { 'webhook-url': judgeUrl(url), 'webhook-refuses': reason, 'webhook-accepts': reason };
  }
  const refused = await pingWithWrongToken(call, url);
  const reached = judgeUrl(url, refused);
  if (reached.outcome === 'fail') {
    const reason = skipped('the webhook was not reached');
    return { 'webhook-url': reached, 'webhook-refuses': reason, 'webhook-accepts': reason };
  }
  return {
    'webhook-url': reached,
    'webhook-refuses': judgeRefusal(refused),
    'webhook-accepts':
      token === undefined ? skipped('no usable webhook token') : judgePing(await ping(call, url, token)),
  };
};

/** Whether ThousandEyes could reach the webhook: over TLS with a valid certificate, and without a redirect. */
export const judgeUrl = (url: string, reply?: Reply): Judgment => {
  if (reply?.kind === 'none') {
    const isTls = /certificate/.test(whyNone(reply.code));
    return fail(
      `The webhook gave no answer: ${whyNone(reply.code)}.`,
      isTls ? 'ThousandEyes needs a valid certificate for this name.' : 'Check the URL: it is an output of the stack.',
    );
  }
  if (reply !== undefined && reply.status >= 300 && reply.status < 400) {
    const fix = 'ThousandEyes follows no redirect: use the URL that it points to.';
    return fail(`The webhook answers with a redirect (${reply.status}).`, fix);
  }
  if (reply?.status === 404) {
    return fail('There is no webhook at this URL (404).', `The URL must end in ${WEBHOOK_PATH}. Check stage and host.`);
  }
  if (new URL(url).protocol === 'https:') return ok('The webhook answers over TLS, without a redirect.');
  return reply === undefined
    ? fail("The webhook's URL is not https.", 'Use https: otherwise tokens and alerts travel unencrypted.')
    : warn('The webhook answers on this machine, without TLS.', 'Fine here. ThousandEyes needs an https URL.');
};

/** Judges the answer to a wrong token. */
export const judgeRefusal = (reply: Reply): Judgment => {
  if (reply.kind === 'none') return fail(`No answer: ${whyNone(reply.code)}.`, 'Run this again.');
  if (reply.status === 401) return ok('A wrong token is refused (401).');
  return reply.status === 200
    ? fail(
        'A wrong token is accepted: anybody can send alerts.',
        'The server there is not this webhook. Check the URL.',
      )
    : judgeTrouble(reply.status);
};

/** Judges the answer to the right token. Reports the response time without judging it: a cold start may be in it. */
export const judgePing = (reply: Reply): Judgment => {
  if (reply.kind === 'none') return fail(`No answer: ${whyNone(reply.code)}.`, 'Run this again.');
  const took = `in ${reply.tookMs} ms${reply.tookMs > 1000 ? ', more than a second' : ''}`;
  if (reply.status === 200) {
    return parseJson(ignored, reply.text)
      ? ok(`The webhook accepts the token, and answered a test ping ${took}.`)
      : fail("The test ping got 200, but not this webhook's answer.", 'Check the URL: another server is there.');
  }
  return reply.status === 401
    ? fail(
        'The webhook refuses the webhook token (401).',
        'It is not the token of this stack: check secret, stage and region.',
      )
    : judgeTrouble(reply.status);
};

/**
 * A 403 concerns the address of this machine, and comes before any token is read. ThousandEyes may still be allowed.
 */
const judgeTrouble = (status: number): Judgment =>
  status === 403
    ? skipped('the webhook refuses the address of this machine (403, WEBHOOK_ALLOWED_CIDRS)')
    : fail(`The webhook answers ${status}.`, 'Look at the log of the webhook function.');
