import type { Capture } from '../captures/capture.ts';
import { evidencePathOf } from '../captures/evidence-path.ts';
import type { NotificationEvent } from './event.ts';
import type { Publishing } from './link-fields.ts';

/* Every message links to the board. These addresses are not secret, because the board needs a sign-in. */

type WaysBack = Pick<NotificationEvent, 'captureUrl' | 'evidenceUrl'>;

/** The address of a capture; undefined if the worker does not know the deployment's address. */
export const captureUrlOf = (captureId: string, { publicUrl }: Publishing): string | undefined =>
  publicUrl === undefined ? undefined : `${publicUrl}/captures/${captureId}`;

/** The addresses of a capture and of its alert's evidence, if the worker knows the deployment's address. */
export const waysBackOf = (capture: Pick<Capture, 'id' | 'alert' | 'aid'>, publishing: Publishing): WaysBack => {
  const path = evidencePathOf(capture);
  return {
    captureUrl: captureUrlOf(capture.id, publishing),
    evidenceUrl:
      path === undefined || publishing.publicUrl === undefined ? undefined : `${publishing.publicUrl}${path}`,
  };
};

/** The same addresses with labels, for a message. */
export const waysBackIn = ({ captureUrl, evidenceUrl }: WaysBack) => [
  ...(captureUrl === undefined ? [] : [{ label: 'On the board', url: captureUrl }]),
  ...(evidenceUrl === undefined ? [] : [{ label: 'All evidence of the alert', url: evidenceUrl }]),
];
