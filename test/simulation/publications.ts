import { type Capture, isOpen } from '../../lib/captures/capture.ts';
import { isToldTogether, isUntold } from '../../lib/planning/tellings.ts';
import type { Notification } from '../../lib/notify/notification.ts';
import type { Publish } from '../../lib/notify/publish.ts';

/**
 * What the worker did after SNS had accepted its message: it wrote the capture as announced; a call failed between the two;
 * it went on without the write; or it was frozen on its way. `pending` at the end is a worker that died between the two.
 */
type Aftermath = 'pending' | 'written' | 'call_failed' | 'forgotten' | 'frozen';

/** A message that SNS accepted. */
export interface Publication {
  /** When it was accepted, in epoch milliseconds. */
  readonly at: number;
  readonly notification: Notification;
  /** Its worker had been frozen: another one may have published the same message meanwhile. */
  readonly isLate: boolean;
  /** Its worker had outlived its invocation, so that another one may have taken up the same captures in other groups. */
  readonly isOutlived: boolean;
  aftermath: Aftermath;
}

/**
 * Whether a message may repeat the one before it: a worker was kept from writing that it was accepted, or was frozen until
 * its lease was over. No order of publish and write can close these windows, and they are the only ones.
 */
export const mayRepeat = (repeat: Publication, { aftermath }: Publication): boolean =>
  repeat.isLate || aftermath === 'pending' || aftermath === 'call_failed' || aftermath === 'frozen';

/** Whether it is written with a lease to be told by its holder; what waits for the rest of a message is not. */
const isKeptForTelling = (capture: Capture, now: number): boolean =>
  isUntold({ ...capture, leaseUntil: 0 }, now) &&
  (capture.leaseUntil ?? 0) > now &&
  !(capture.failure && isToldTogether(capture.failure));

type Save = (next: Capture) => Promise<boolean>;

/** What an invocation's messages may be excused by. */
interface Invocation {
  readonly wasFrozen: () => boolean;
  /** Lambda's deadline is over. */
  readonly isOver: () => boolean;
}

/** Follows one invocation's messages from when they are `sent`, by their acceptance, to the write of it. */
export const watchPublications = (
  published: Publication[],
  sent: number[],
  now: () => number,
  { wasFrozen, isOver }: Invocation,
) => {
  const own: Publication[] = [];
  const inHand = new Set<string>();
  const settle = (captureId: string, aftermath: Aftermath): void => {
    for (const publication of own) {
      const isAbout = publication.notification.event.captureId === captureId;
      if (!isAbout || publication.aftermath !== 'pending') continue;
      publication.aftermath = wasFrozen() ? 'frozen' : aftermath;
    }
  };
  return {
    /** SNS accepts a message. */
    accept: (notification: Notification): void => {
      const publication: Publication = {
        at: now(),
        notification,
        isLate: wasFrozen(),
        isOutlived: isOver(),
        aftermath: 'pending',
      };
      own.push(publication);
      published.push(publication);
    },
    /** The topic as the worker calls it, faults included. */
    publish:
      (publish: Publish): Publish =>
      async (notification) => {
        sent.push(now());
        inHand.delete(notification.event.captureId);
        try {
          await publish(notification);
        } catch (error) {
          settle(notification.event.captureId, 'call_failed');
          throw error;
        }
      },
    /** The ledger's write as the worker calls it, faults included. */
    save:
      (save: Save): Save =>
      async (next) => {
        try {
          const isSaved = await save(next);
          if (isSaved && isKeptForTelling(next, now())) inHand.add(next.id);
          else inHand.delete(next.id);
          if (!isOpen(next)) settle(next.id, isSaved ? 'written' : 'forgotten');
          return isSaved;
        } catch (error) {
          if (!isOpen(next)) settle(next.id, 'call_failed');
          throw error;
        }
      },
    /** What it has in hand to be told, and has not begun to tell. */
    inHand: (): ReadonlySet<string> => inHand,
    /** The invocation has come to its own end. */
    end: (): void => {
      for (const { notification } of own) settle(notification.event.captureId, 'forgotten');
    },
  };
};
