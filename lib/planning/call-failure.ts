import type { LimitHeaders } from './retry.ts';

/** What a call that did not succeed means; the design's table says what follows from each. */
export type CallFailure =
  | { readonly outcome: 'unsent'; readonly detail: string }
  | { readonly outcome: 'rejected'; readonly status: number; readonly detail: string }
  | { readonly outcome: 'forbidden'; readonly detail: string }
  | { readonly outcome: 'unauthorized' }
  | { readonly outcome: 'limited'; readonly headers: LimitHeaders }
  /** The answer is lost, unreadable or a server error: the call may have taken effect. */
  | { readonly outcome: 'doubtful'; readonly detail: string };
