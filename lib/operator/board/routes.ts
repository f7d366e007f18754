import { BOARD_CSS, BOARD_JS, BOARD_VERSION } from './assets.ts';
import { readBoard } from './read-board.ts';
import { renderBoard } from './page.ts';
import { page, problemPage } from './page-answer.ts';
import type { Route } from '../api.ts';
import type { PublicRoute } from '../sign-in.ts';

/* The evidence board: the operator API as a page. docs/board.md shows it. */

/** `GET /` */
export const showBoard: Route = async (deps, { queryStringParameters }, operator) => {
  const board = await readBoard(deps, queryStringParameters, operator);
  return board.ok
    ? page(200, renderBoard(board.value))
    : problemPage(400, `This address has a filter that the board does not know: ${board.faults}.`);
};

/**
 * Serves a file of the board. The files need no credentials, because they are public in this repository, and the
 * sign-in page needs its style. The content at an address with a version never changes.
 */
const showAsset =
  (type: string, body: string): PublicRoute =>
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
