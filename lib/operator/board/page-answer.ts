import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ProblemStatus, problem } from '../../edge/http.ts';
import { type Html, markupOf } from './html.ts';
import { renderProblem } from './page.ts';

/**
 * Nothing but what this origin serves: no inline script or style, no frame around it, no form to elsewhere, and no
 * address of it handed on by a link. The icon is the one `data:` URL.
 */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Not `no-referrer`: browsers without Sec-Fetch-Site would then send `Origin: null` with the page's own forms.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** A page as an answer. */
export const page = (
  statusCode: number,
  content: Html,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { ...headers, ...PAGE_HEADERS },
  body: markupOf(content),
});

/** A problem as a page, for a person in front of a browser; the same status and headers as its JSON. */
export const problemPage = (status: ProblemStatus, detail: string): APIGatewayProxyStructuredResultV2 => {
  const { headers } = problem(status, detail);
  const title = status === 400 ? 'Bad filter' : 'Not available';
  const wayOut = status === 400 ? 'Show all captures' : 'Load it anew';
  return { ...page(status, renderProblem(title, detail, wayOut)), headers: { ...headers, ...PAGE_HEADERS } };
};
