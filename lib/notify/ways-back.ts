import type { Capture } from '../captures/capture.ts';
import { evidencePathOf } from '../captures/evidence-path.ts';
import type { NotificationEvent } from './event.ts';
import type { Publishing } from './link-fields.ts';

/* Every message leads back to the board. These addresses are no secrets: whoever opens one has to sign in. */

type WaysBack = Pick<NotificationEvent, 'captureUrl' | 'evidenceUrl'>;

/** The address of a capture, if the deployment's own address is known. */
export const captureUrlOf = (captureId: string, { publicUrl }: Publishing): string | undefined =>
  publicUrl === undefined ? undefined : `${publicUrl}/captures/${captureId}`;

/** The addresses of a capture and of its alert, if the deployment's own address is known. */
export const waysBackOf = (capture: Pick<Capture, 'id' | 'alert' | 'aid'>, publishing: Publishing): WaysBack => {
  const path = evidencePathOf(capture);
  return {
    captureUrl: captureUrlOf(capture.id, publishing),
    evidenceUrl:
      path === undefined || publishing.publicUrl === undefined ? undefined : `${publishing.publicUrl}${path}`,
  };
};

/** The same as a message says it. */
export const waysBackIn = ({ captureUrl, evidenceUrl }: WaysBack) => [
  ...(captureUrl === undefined ? [] : [{ label: 'On the board', url: captureUrl }]),
  ...(evidenceUrl === undefined ? [] : [{ label: 'All evidence of the alert', url: evidenceUrl }]),
];
