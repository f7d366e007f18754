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
  headers: APIGatewayProxyStructuredResultV2['headers'] = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { ...headers, ...PAGE_HEADERS },
  body: markupOf(content),
});

/** A problem as a page, for a person in front of a browser; the same status and headers as its JSON. */
export const problemPage = (status: ProblemStatus, detail: string): APIGatewayProxyStructuredResultV2 =>
  status === 400
    ? pageOf(status, 'Bad filter', 'The board cannot be shown', detail, 'Show all captures')
    : pageOf(status, 'Not available', 'The board cannot be shown', detail, 'Load it anew');

/** Why a capture was not taken in, as a page. */
export const notCapturedPage = (status: ProblemStatus, detail: string): APIGatewayProxyStructuredResultV2 =>
  pageOf(status, 'Not captured', 'The capture was not taken in', detail, 'Back to the board');

/** That there is no capture at an address, as a page. */
export const noCapturePage = (): APIGatewayProxyStructuredResultV2 =>
  pageOf(
    404,
    'Not there',
    'There is no capture at this address',
    'It may have ended longer ago than RETENTION_DAYS: then it is forgotten.',
    'To the board',
  );

/** What is wrong with an evidence address, as a page. */
export const badAddressPage = (detail: string): APIGatewayProxyStructuredResultV2 =>
  pageOf(400, 'Bad address', 'There is no evidence at this address', detail, 'To the board');

const pageOf = (status: ProblemStatus, title: string, heading: string, detail: string, wayOut: string) =>
  page(status, renderProblem(title, heading, detail, wayOut), problem(status, detail).headers);
