import { problem } from '../edge/http.ts';
import { idIn, type Route } from './api.ts';
import { httpUrl } from './board/html.ts';

/** `GET /captures/{id}/link`: on to its snapshot, so that the log knows who opened it. */
export const openLink: Route = async ({ ledger, log }, { rawPath }, operator) => {
  const capture = await ledger.get(idIn(rawPath));
  const link = httpUrl(capture?.snapshot?.link);
  if (link === undefined) return problem(404, 'There is no capture with this id, or it has no link.');
  log.info('link_opened', { captureId: capture?.id, operator: operator.name });
  return {
    statusCode: 303,
    headers: { location: link, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  };
};
