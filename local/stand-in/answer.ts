/** A call to the API, as far as its answer depends on it. */
export interface ApiCall {
  readonly method: string;
  /** Path and query, from the server's root on. */
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Record<string, string>;
}

/** An error body of the vendor's (RFC 9457). */
export const problem = (status: number, title: string, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title, status, detail, instance: '/v7', ...more },
});

/** The 401 has a shape of its own. */
export const UNAUTHORIZED: Answer = {
  status: 401,
  body: { error: 'invalid_token', error_description: 'Invalid access token' },
};
