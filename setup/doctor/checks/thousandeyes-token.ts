import * as z from 'zod';
import { toSecond } from '../../../lib/captures/window.ts';
import { fail, type Judgment, ok, skipped, warn } from './finding.ts';
import { type Reply, requestLimitEndsAt, whyNone } from '../../http-call.ts';
import { parseJson } from './parse-json.ts';

/** The answer of `GET /account-groups`, the cheapest call that needs a token, but no permission except API access. */
const accountGroups = z.looseObject({
  accountGroups: z.array(
    z.looseObject({
      aid: z.coerce.string(),
      accountGroupName: z.string().optional(),
      isDefaultAccountGroup: z.boolean().optional(),
    }),
  ),
});

export type AccountGroup = z.infer<typeof accountGroups>['accountGroups'][number];

/** The account groups of an answer; undefined if it is no list of account groups. */
export const readAccountGroups = (reply: Reply): readonly AccountGroup[] | undefined =>
  reply.kind === 'answer' && reply.status === 200 ? parseJson(accountGroups, reply.text)?.accountGroups : undefined;

const API_URL = 'Check --api-url (THOUSANDEYES_API_URL): https://api.thousandeyes.com/v7, or that of your region.';

/** Whether ThousandEyes accepts the token, and if not, what to correct. `now` is epoch milliseconds. */
export const judgeToken = (reply: Reply, now: number): Judgment => {
  if (reply.kind === 'none') return fail(`ThousandEyes gave no answer: ${whyNone(reply.code)}.`, API_URL);
  switch (reply.status) {
    case 200:
      return readAccountGroups(reply)
        ? ok('ThousandEyes accepts the token.')
        : fail('The server there is not the ThousandEyes API.', API_URL);
    case 401:
      return fail(
        'ThousandEyes refuses the token (401): it is wrong, expired or revoked.',
        'Create a new one (Account Settings > Users and Roles > Profile > User API Tokens) and store it in the secret. ' +
          'Do not try often, because many 401s lock the account.',
      );
    case 403:
      return fail(
        'ThousandEyes knows the token, but its user may not use the API (403).',
        'Give a role of that user the permission "API access".',
      );
    case 429: {
      const until = requestLimitEndsAt(reply, now);
      return warn(
        'The organization has used up its requests (429), so the doctor could not try the token.',
        `Run this again ${until === undefined ? 'in a few minutes' : `after ${toSecond(until)}`}.`,
      );
    }
    default:
      return reply.status >= 500
        ? warn(`ThousandEyes has a problem (${reply.status}).`, 'See its status page, and run this again later.')
        : fail(`The server there is not the ThousandEyes API (${reply.status}).`, API_URL);
  }
};

/** Whether the organization has enough requests left. ThousandEyes documents 240 a minute, over all kinds of calls. */
export const judgeRateLimit = (reply: Reply): Judgment => {
  if (reply.kind === 'none') return skipped('ThousandEyes gave no answer');
  const read = (name: string) => Number(reply.header(`x-organization-rate-limit-${name}`) ?? Number.NaN);
  const [limit, remaining] = [read('limit'), read('remaining')];
  if (!(limit > 0 && remaining >= 0)) return skipped('the answer does not state the limit');
  const told = `${remaining} of ${limit} requests are left in this minute (the snapshot limit is separate)`;
  return remaining < limit / 10
    ? warn(`Only ${told}.`, 'Find what else calls the API for this organization, and slow it down.')
    : ok(`${told}.`);
};
