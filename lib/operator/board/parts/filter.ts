import { CAPTURE_STATES } from '../../../captures/capture.ts';
import { utcOfField } from '../time.ts';
import { html, type Html } from '../html.ts';
import { foundBy } from './found-by.ts';

/** Fields that the form keeps without showing them. */
const KEPT = ['state', 'aid', 'severity', 'reason'] as const;

/** The filter in the board's URL: the query of `GET /captures`, and `find` for a text that a person pastes. */
export type Filter = Readonly<
  Partial<Record<(typeof KEPT)[number] | 'testId' | 'alertId' | 'find' | 'since' | 'limit' | 'cursor', string>>
>;

/** The default number of rows. `limit` in the URL changes it. */
const LIMIT = '100';

/** A filter as the URL has it, and the query that it means. */
interface ReadFilter {
  readonly filter: Filter;
  readonly query: Readonly<Record<string, string>> & { readonly captureId?: string };
}

/**
 * Reads the board's URL as a query of `GET /captures`, or with a `captureId`, which `GET /captures` does not have.
 * Empty fields are dropped, because a form sends them, too.
 */
export const readFilter = (query: Readonly<Record<string, string | undefined>> = {}): ReadFilter => {
  const filter: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) if (value?.trim()) filter[name] = value.trim();
  const { since, find, ...asked } = filter;
  const found = find === undefined ? {} : foundBy(find);
  const from = since === undefined ? {} : { since: utcOfField(since) };
  return { filter, query: { limit: LIMIT, ...asked, ...found, ...from } };
};

/** The URL of the board with a changed filter. It starts at the first page, unless `changes` has a cursor. */
export const boardUrl = ({ cursor: _, ...filter }: Filter, changes: Filter = {}): string => {
  const query = new URLSearchParams(Object.entries({ ...filter, ...changes }).filter(([, value]) => value));
  return query.size > 0 ? `/?${query.toString()}` : '/';
};

/** The filter: states as links, which need only one click; test and time as a form. Both only change the URL. */
export const renderFilter = (filter: Filter): Html => html`<search class="filter" id="filter">
<nav aria-label="State"><a href="${boardUrl(filter, { state: '' })}"${current(filter.state === undefined)}>all</a>${CAPTURE_STATES.map(
  (state) => html`<a href="${boardUrl(filter, { state })}"${current(filter.state === state)}>${state}</a>`,
)}</nav>
<form method="get" action="/">
${KEPT.map((name) => filter[name] && html`<input type="hidden" name="${name}" value="${filter[name]}">`)}
<label>Find <input name="find" type="search" title="A test id, an alert id, a link to either in ThousandEyes, or a capture id" placeholder="test, alert or link" maxlength="1000" autocomplete="off" size="18" value="${filter.find ?? filter.testId ?? filter.alertId}"></label>
<label>Since (UTC) <input name="since" type="datetime-local" step="1" value="${filter.since?.replace(/(\.\d+)?Z$/, '')}"></label>
<button>Filter</button>
${Object.keys(filter).length > 0 && html`<a href="/">Clear</a>`}
</form>
</search>`;

const current = (isCurrent: boolean): Html | false => isCurrent && html` aria-current="true"`;
