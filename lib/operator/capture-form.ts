import { bytesOf, FORM, mediaTypeOf } from '../edge/http.ts';
import { type Route, takeByHand } from './api.ts';
import { notCapturedPage } from './board/page-answer.ts';
import { utcOfField } from './board/time.ts';

/** `POST /captures/form`: the board's form in a browser without JavaScript. Leads to the board, or to an error page. */
export const captureByForm: Route = async (deps, event, operator) => {
  if (mediaTypeOf(event) !== FORM) return notCapturedPage(415, 'Capture with the form of the board.');
  const sent = [...new URLSearchParams(bytesOf(event).toString('utf8'))].filter(([, value]) => value !== '');
  const { hours, endDate, ...fields } = Object.fromEntries(sent);
  const asked = {
    ...fields,
    ...(hours !== undefined && { hours: Number(hours) }),
    ...(endDate !== undefined && { endDate: utcOfField(endDate) }),
  };
  const taken = await takeByHand(deps, asked, undefined, operator);
  return taken.ok
    ? { statusCode: 303, headers: { location: '/', 'cache-control': 'no-store' } }
    : notCapturedPage(taken.status, taken.detail);
};
