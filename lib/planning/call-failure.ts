import type { LimitHeaders } from './retry.ts';

/** What a call that did not succeed means; the design's table says what follows from each. */
export type CallFailure =
  | { readonly outcome: 'unsent'; readonly detail: string }
  /** 503: maintenance. */
  | { readonly outcome: 'unavailable'; readonly headers: LimitHeaders; readonly detail: string }
  /** 3xx: the address of the API is a wrong one. */
  | { readonly outcome: 'redirected'; readonly detail: string }
  /** `refusal`: what tells this refusal from others, of the same request again. */
  | { readonly outcome: 'rejected'; readonly status: number; readonly detail: string; readonly refusal?: string }
  | { readonly outcome: 'forbidden'; readonly detail: string }
  | { readonly outcome: 'unauthorized' }
  | { readonly outcome: 'limited'; readonly headers: LimitHeaders }
  /** The answer is lost, unreadable or a server error: the call may have taken effect. */
  | { readonly outcome: 'doubtful'; readonly detail: string };
