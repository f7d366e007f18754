/** The parts of a call that decide the answer. */
export interface ApiCall {
  readonly method: string;
  /** Path and query from the server's root. */
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: object | string;
  readonly headers?: Record<string, string>;
}

/** An error answer in ThousandEyes' format (RFC 9457). */
export const problem = (status: number, title: string, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title, status, detail, instance: '/v7', ...more },
});

/** ThousandEyes' 401 has another shape than its other errors. */
export const UNAUTHORIZED: Answer = {
  status: 401,
  body: { error: 'invalid_token', error_description: 'Invalid access token' },
};
