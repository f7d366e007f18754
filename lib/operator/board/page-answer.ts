import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type ProblemStatus, problem } from '../../edge/http.ts';
import { type Html, markupOf } from './html.ts';
import { renderProblem } from './page.ts';

/**
 * A page may load only files of this origin: no inline script or style, no frame around it, no form to another site. A
 * link to another site does not pass on the page's address. The icon is the only `data:` URL.
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

/** An answer with a page. */
export const page = (
  statusCode: number,
  content: Html,
  headers: APIGatewayProxyStructuredResultV2['headers'] = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { ...headers, ...PAGE_HEADERS },
  body: markupOf(content),
});

/** An error as a page for browsers, with the status and headers of the JSON answer. */
export const problemPage = (status: ProblemStatus, detail: string): APIGatewayProxyStructuredResultV2 =>
  status === 400
    ? pageOf(status, 'Bad filter', 'The board cannot be shown', detail, 'Show all captures')
    : pageOf(status, 'Not available', 'The board cannot be shown', detail, 'Load the board again');

/** A page that says why a capture was not accepted. */
export const notCapturedPage = (status: ProblemStatus, detail: string): APIGatewayProxyStructuredResultV2 =>
  pageOf(status, 'Not captured', 'The capture was not accepted', detail, 'Back to the board');

/** A page that says that there is no capture at an address. */
export const noCapturePage = (): APIGatewayProxyStructuredResultV2 =>
  pageOf(
    404,
    'Not there',
    'There is no capture at this address',
    'Captures are deleted RETENTION_DAYS after their end, and this one may be among them.',
    'To the board',
  );

/** A page that says what is wrong with an evidence address. */
export const badAddressPage = (detail: string): APIGatewayProxyStructuredResultV2 =>
  pageOf(400, 'Bad address', 'There is no evidence at this address', detail, 'To the board');

const pageOf = (status: ProblemStatus, title: string, heading: string, detail: string, wayOut: string) =>
  page(status, renderProblem(title, heading, detail, wayOut), problem(status, detail).headers);
