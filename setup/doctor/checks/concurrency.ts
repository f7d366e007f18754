import { fail, type Judgment, ok, warn } from './finding.ts';

/** The judged part of Lambda's `GetAccountSettings`, or the code of its error. */
export type ConcurrencyReply = { readonly all: number; readonly unreserved: number } | { readonly code: string };

/** Invocations of the worker that run at once: five for its queue, and one for the watchdog. */
const OF_THE_WORKER = 6;
/** What 1000 alerts in a second need, if each starts a cold function that takes half a second. */
const FOR_A_STORM = 500;

const ASK = 'Ask for 1000 in Service Quotas: AWS Lambda, "Concurrent executions", in this region.';

/** Whether the account may run enough functions at once in this region. Beyond its limit, Lambda refuses calls. */
export const judgeConcurrency = (reply: ConcurrencyReply): Judgment => {
  if ('code' in reply) {
    return warn(
      `Lambda's limits cannot be read (${reply.code}).`,
      'Check the region, and that your credentials allow lambda:GetAccountSettings.',
    );
  }
  const { all, unreserved } = reply;
  const reserved = all === unreserved ? '' : ` (of ${all}; others have reserved the rest)`;
  const runs = `This account can run ${unreserved} functions at once in this region${reserved}`;
  if (unreserved <= OF_THE_WORKER) {
    return fail(`${runs}. The worker alone takes ${OF_THE_WORKER}, so alerts are refused while it works.`, ASK);
  }
  if (unreserved < FOR_A_STORM) {
    return warn(
      `${runs}. If more than ${unreserved - OF_THE_WORKER} alerts arrive at once, Lambda refuses some; they are lost if their sender does not repeat them.`,
      ASK,
    );
  }
  return ok(`${runs}: enough for 1000 alerts in a second.`);
};
