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

/** A step of one capture that an operator asks for: saved, and a wake sent. */
interface OperatorStep {
  /** The next version; undefined where it cannot take the step. */
  readonly stepOf: (capture: Capture, now: number, operator: string) => Pending | Failed | undefined;
  /** Which captures can, for the answer to the others. */
  readonly refusal: string;
  readonly logged: string;
}

/** The route of a step. What a newer version wrote is left to that one. */
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

/** The page that a form leads back to. */
const nextOf = (event: BodyCarrier): string | undefined =>
  new URLSearchParams(bytesOf(event).toString('utf8')).get('next') ?? undefined;

/** Whether a capture can start again: it has ended without a snapshot, and was about a test. */
export const canBeSentAgain = (capture: Capture): capture is FailedAnnounced | Dropped => {
  const hasEnded = (capture.state === 'failed' && !isOpen(capture)) || capture.state === 'cancelled';
  return hasEnded && capture.failure?.code !== 'quarantined';
};

/** `POST /captures/{id}/retry`: a failed or cancelled capture starts again, with all of its attempts. A quarantined one has nothing to start with. */
export const retryCapture = routeOf({
  stepOf: (capture, now, operator) => (canBeSentAgain(capture) ? sendAgain(capture, now, operator) : undefined),
  refusal:
    'Only a capture that has failed or was cancelled, and of which the topic was told, can be sent again; none that is quarantined.',
  logged: 'capture_sent_again',
});

/** `POST /captures/{id}/cancel`: a capture that waits gets no snapshot; the topic is told. */
export const cancelCapture = routeOf({
  stepOf: (capture, _now, operator) => (isPending(capture) ? cancel(capture, operator) : undefined),
  refusal: 'Only a capture that is pending can be cancelled: this one is in hand, or has ended.',
  logged: 'capture_cancelled',
});
