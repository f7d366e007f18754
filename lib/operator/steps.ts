import {
  type Capture,
  type Dropped,
  type Failed,
  type FailedAnnounced,
  isOpen,
  isPending,
  type Pending,
} from '../captures/capture.ts';
import { cancel, sendAgain } from '../captures/transitions.ts';
import { type BodyCarrier, bytesOf, FORM, json, mediaTypeOf, problem } from '../edge/http.ts';
import { wakeFor } from '../intake/intake.ts';
import { isOfNewerSchema } from '../ledger/items.ts';
import { idIn, type Route } from './api.ts';
import { viewOf } from './view.ts';
import { wayBackTo } from './way-back.ts';

/** A step of one capture that an operator requests. The route saves it, and sends a wake. */
interface OperatorStep {
  /** The next version of the capture; undefined if its state does not allow the step. */
  readonly stepOf: (capture: Capture, now: number, operator: string) => Pending | Failed | undefined;
  /** The text of the 409, which says which captures allow the step. */
  readonly refusal: string;
  readonly logged: string;
}

/** The route of a step. It refuses captures that a newer version of the code wrote. */
const routeOf =
  ({ stepOf, refusal, logged }: OperatorStep): Route =>
  async (deps, event, operator) => {
    const { ledger, log, now } = deps;
    const { rawPath } = event;
    const capture = await ledger.get(idIn(rawPath));
    if (capture === undefined) return problem(404, 'There is no capture with this id.');
    const next = isOfNewerSchema(capture) ? undefined : stepOf(capture, now(), operator.name);
    if (next === undefined || !(await ledger.save(next))) return problem(409, refusal);
    await wakeFor(deps, capture.id);
    log.info(logged, { captureId: capture.id, operator: operator.name });
    return mediaTypeOf(event) === FORM
      ? { statusCode: 303, headers: { location: wayBackTo(nextOf(event)), 'cache-control': 'no-store' } }
      : json(202, viewOf(next), { location: `/captures/${capture.id}` });
  };

/** The page to show after a form. */
const nextOf = (event: BodyCarrier): string | undefined =>
  new URLSearchParams(bytesOf(event).toString('utf8')).get('next') ?? undefined;

/** Whether a capture can start again: it has ended without a snapshot, and its body could be read. */
export const canBeSentAgain = (capture: Capture): capture is FailedAnnounced | Dropped => {
  const hasEnded = (capture.state === 'failed' && !isOpen(capture)) || capture.state === 'cancelled';
  return hasEnded && capture.failure?.code !== 'quarantined';
};

/**
 * `POST /captures/{id}/retry`: a failed or cancelled capture starts again with all attempts, unless it is quarantined.
 */
export const retryCapture = routeOf({
  stepOf: (capture, now, operator) => (canBeSentAgain(capture) ? sendAgain(capture, now, operator) : undefined),
  refusal:
    'Only a failed or cancelled capture whose notice is published can be sent again. A quarantined capture cannot.',
  logged: 'capture_sent_again',
});

/** `POST /captures/{id}/cancel`: a pending capture gets no snapshot, and the topic gets a notice. */
export const cancelCapture = routeOf({
  stepOf: (capture, _now, operator) => (isPending(capture) ? cancel(capture, operator) : undefined),
  refusal: 'Only a capture that is pending can be cancelled: this one is in hand, or has ended.',
  logged: 'capture_cancelled',
});
