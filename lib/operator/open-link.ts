import type { Capture } from '../captures/capture.ts';
import { problem } from '../edge/http.ts';
import type { Operator } from '../runtime/operators.ts';
import { type Answer, idIn, type OperatorDeps, type Route } from './api.ts';
import { httpUrl } from './board/html.ts';

/** `GET /captures/{id}/link`: redirects to the snapshot, and logs who opened it. */
export const openLink: Route = async (deps, { rawPath }, operator) => {
  const capture = await deps.ledger.get(idIn(rawPath));
  const link = httpUrl(capture?.snapshot?.link);
  if (capture === undefined || link === undefined) {
    return problem(404, 'There is no capture with this id, or it has no link.');
  }
  return leadTo(deps, capture, link, operator);
};

/** Redirects to the snapshot of a capture. `link` is http(s). The log gets the operator's name, but never the link. */
export const leadTo = (
  { log }: Pick<OperatorDeps, 'log'>,
  { id }: Pick<Capture, 'id'>,
  link: string,
  { name }: Operator,
): Answer => {
  log.info('link_opened', { captureId: id, operator: name });
  return {
    statusCode: 303,
    headers: { location: link, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  };
};
