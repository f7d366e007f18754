import { fail, type Judgment, ok, warn } from './finding.ts';

/** `GetAccountSettings` of Lambda, as far as it is judged, or the code of the error that came instead. */
export type ConcurrencyReply = { readonly all: number; readonly unreserved: number } | { readonly code: string };

/** The worker's invocations at once: five for its queue, and the watchdog's. */
const OF_THE_WORKER = 6;
/** 1000 alerts in a second that each meet a cold start of half a second. */
const FOR_A_STORM = 500;

const ASK = 'Ask for 1000 in Service Quotas: AWS Lambda, "Concurrent executions", in this region.';

/** How many functions the account runs at once in this region; Lambda refuses the next invocation instead of waiting. */
export const judgeConcurrency = (reply: ConcurrencyReply): Judgment => {
  if ('code' in reply) {
    return warn(
      `Lambda's limits cannot be read (${reply.code}).`,
      'Look at the region, and whether your credentials may lambda:GetAccountSettings.',
    );
  }
  const { all, unreserved } = reply;
  const reserved = all === unreserved ? '' : ` (${all} in all, the rest is reserved for other functions)`;
  const runs = `This account runs ${unreserved} functions at once here${reserved}`;
  if (unreserved <= OF_THE_WORKER) {
    return fail(`${runs}: the worker alone takes ${OF_THE_WORKER}, so that alerts are refused while it works.`, ASK);
  }
  if (unreserved < FOR_A_STORM) {
    return warn(
      `${runs}: of more than ${unreserved - OF_THE_WORKER} alerts at one moment some are refused, and lost if their sender does not repeat them.`,
      ASK,
    );
  }
  return ok(`${runs}: enough for 1000 alerts in a second.`);
};
