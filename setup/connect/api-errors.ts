/** A call that ThousandEyes refused, or whose answer was lost. The message says what to do, and contains no secret. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status; undefined if no answer came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The user pressed Ctrl-C, so no further call is made. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** A call that ThousandEyes answered with an error. */
interface Refusal {
  /** `PUT /v7/alerts/rules/127094` */
  readonly what: string;
  readonly status: number;
  /** The explanation in the answer; empty if it has none. */
  readonly detail: string;
  readonly aid: string | undefined;
}

const refused = ({ what, status, detail, aid }: Refusal): string => {
  const said = `${what}: ${status}${detail && ` (${detail})`}.`;
  const group = aid === undefined ? "the default account group of the token's user" : `account group ${aid}`;
  if (status === 401)
    return `${said} ThousandEyes does not accept the token: check THOUSANDEYES_TOKEN, or make a new one.`;
  if (status === 403 && what.includes('/alerts'))
    return `${said} The token needs the scope alerts:manage, and its user the permissions "Edit alert rules" and "Edit tests" in ${group}.`;
  if (status === 403)
    return `${said} The token needs the scope integrations:manage, and its user may have to manage integrations in ${group}.`;
  if (status === 404) return `${said} Check the address of the API (--api-url) and the account group (--aid).`;
  if (status === 429) return `${said} The organization's call limit is used up repeatedly. Run this later.`;
  if (status >= 300 && status < 400) return `${said} connect follows no redirect: check --api-url.`;
  if (status >= 500)
    return `${said} ThousandEyes has a problem. Run this again: connect reads before it changes anything.`;
  return said;
};

/** The messages for every way in which a call can fail. */
export const explain = {
  refused,
  lost: (what: string, code: string): string =>
    `${what}: no answer (${code}). Check the network and --api-url, and run this again: connect reads before it changes anything.`,
  unreadable: (what: string): string => `${what}: the answer is not JSON. Check --api-url.`,
  foreignPage: (path: string): string =>
    `GET ${path}: its next page is on another host, so connect does not follow it.`,
};
