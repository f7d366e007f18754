import { acceptsPage, json, problem } from '../edge/http.ts';
import { idIn, type Route } from './api.ts';
import { noCapturePage } from './board/page-answer.ts';
import { viewOf } from './view.ts';
import { boardAt } from './way-back.ts';

/**
 * `GET /captures/{id}`: JSON. A browser, which follows the link of a message, is redirected to the capture on the
 * board, unless the address has `as=json`.
 */
export const showCapture: Route = async ({ ledger }, event) => {
  const wantsPage = acceptsPage(event) && event.queryStringParameters?.['as'] !== 'json';
  const capture = await ledger.get(idIn(event.rawPath));
  if (capture === undefined) return wantsPage ? noCapturePage() : problem(404, 'There is no capture with this id.');
  return wantsPage
    ? { statusCode: 303, headers: { location: boardAt(capture.id), 'cache-control': 'no-store' } }
    : json(200, viewOf(capture));
};
