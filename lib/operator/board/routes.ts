import { BOARD_CSS, BOARD_JS, BOARD_VERSION } from './assets.ts';
import { readBoard } from './read-board.ts';
import { renderBoard, renderProblem } from './page.ts';
import { type Html, markupOf } from './html.ts';
import { type ProblemStatus, problem } from '../../edge/http.ts';
import type { Answer, Route } from '../api.ts';

/* The evidence board: the operator API as a page. docs/board.md shows it. */

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
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const page = (statusCode: number, content: Html): Answer => ({
  statusCode,
  headers: PAGE_HEADERS,
  body: markupOf(content),
});

/** `GET /` */
export const showBoard: Route = async (deps, { queryStringParameters }) => {
  const board = await readBoard(deps, queryStringParameters);
  return board.ok
    ? page(200, renderBoard(board.value))
    : problemPage(400, `This address has a filter that the board does not know: ${board.faults}.`);
};

/** A problem as a page, for a person in front of a browser; the same status and headers as its JSON. */
export const problemPage = (status: ProblemStatus, detail: string): Answer => {
  const { headers } = problem(status, detail);
  const title = status === 401 ? 'Not signed in' : status === 400 ? 'Bad filter' : 'Not available';
  const wayOut = status === 400 ? 'Show all captures' : 'Load it anew';
  return {
    statusCode: status,
    headers: { ...headers, ...PAGE_HEADERS },
    body: markupOf(renderProblem(title, detail, wayOut)),
  };
};

/**
 * A file of the board. They need no credentials: they hold what this repository holds, and the page that says that
 * the credentials are wrong needs its style too. An address with the version in it never changes what it stands for.
 */
const showAsset =
  (type: string, body: string): Route =>
  async (_deps, { headers, queryStringParameters }) => {
    const etag = `"${BOARD_VERSION}"`;
    const isVersioned = queryStringParameters?.['v'] === BOARD_VERSION;
    const kept = { etag, 'cache-control': isVersioned ? 'public, max-age=31536000, immutable' : 'no-cache' };
    if (headers['if-none-match']?.includes(etag)) return { statusCode: 304, headers: kept };
    return {
      statusCode: 200,
      headers: { ...kept, 'content-type': `${type}; charset=utf-8`, 'x-content-type-options': 'nosniff' },
      body,
    };
  };

/** `GET /board.css` */
export const showBoardStyle = showAsset('text/css', BOARD_CSS);

/** `GET /board.js` */
export const showBoardScript = showAsset('text/javascript', BOARD_JS);
