import type { LimitHeaders } from './retry.ts';

/** The result of a call that did not succeed. The answer table in docs/design.md says what follows from each one. */
export type CallFailure =
  | { readonly outcome: 'unsent'; readonly detail: string }
  /** 503: maintenance. */
  | { readonly outcome: 'unavailable'; readonly headers: LimitHeaders; readonly detail: string }
  /** 3xx: the configured address of the API is wrong. */
  | { readonly outcome: 'redirected'; readonly detail: string }
  /** `refusal` is the signature of the refusal: a repeat of the same faulty request gets the same one. */
  | { readonly outcome: 'rejected'; readonly status: number; readonly detail: string; readonly refusal?: string }
  | { readonly outcome: 'forbidden'; readonly detail: string }
  | { readonly outcome: 'unauthorized' }
  | { readonly outcome: 'limited'; readonly headers: LimitHeaders }
  /** The answer is lost, unreadable or a server error: the call may have taken effect. */
  | { readonly outcome: 'doubtful'; readonly detail: string };
