import { type Capture, isOpen } from '../../lib/captures/capture.ts';
import { isToldTogether, isUntold } from '../../lib/planning/tellings.ts';
import type { Notification } from '../../lib/notify/notification.ts';
import type { Publish } from '../../lib/notify/publish.ts';

/**
 * What happened after SNS had accepted a message: the worker wrote the capture as announced; a call failed in between;
 * it went on without the write; or it was frozen in between. If `pending` remains at the end, the worker died in
 * between.
 */
type Aftermath = 'pending' | 'written' | 'call_failed' | 'forgotten' | 'frozen';

/** A message that SNS accepted. */
export interface Publication {
  /** Epoch milliseconds at which SNS accepted the message. */
  readonly at: number;
  readonly notification: Notification;
  /** The worker had been frozen, so another one may have published the same message meanwhile. */
  readonly isLate: boolean;
  /** The worker had outlived its invocation, so another one may have taken the same captures in other groups. */
  readonly isOutlived: boolean;
  aftermath: Aftermath;
}

/**
 * Whether a message may repeat the one before it: a worker could not record that SNS accepted it, or was frozen until
 * its lease ended. No order of publish and write can close these windows, and there are no others.
 */
export const mayRepeat = (repeat: Publication, { aftermath }: Publication): boolean =>
  repeat.isLate || aftermath === 'pending' || aftermath === 'call_failed' || aftermath === 'frozen';

/**
 * Whether its holder keeps the capture in order to announce it. A failure that waits for the rest of its message is not
 * kept so.
 */
const isKeptForTelling = (capture: Capture, now: number): boolean =>
  isUntold({ ...capture, leaseUntil: 0 }, now) &&
  (capture.leaseUntil ?? 0) > now &&
  !(capture.failure && isToldTogether(capture.failure));

type Save = (next: Capture) => Promise<boolean>;

/** Facts that may excuse repeated messages of an invocation. */
interface Invocation {
  readonly wasFrozen: () => boolean;
  /** Whether Lambda's deadline has passed. */
  readonly isOver: () => boolean;
}

/** Follows one invocation's messages from `sent` over their acceptance to the record of it. */
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
    /** The topic as the worker calls it, with faults. */
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
    /** The ledger's write as the worker calls it, with faults. */
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
    /** Captures that the invocation holds for an announcement and has not begun to announce. */
    inHand: (): ReadonlySet<string> => inHand,
    /** Called when the invocation ends by itself. */
    end: (): void => {
      for (const { notification } of own) settle(notification.event.captureId, 'forgotten');
    },
  };
};
