import type { Capture } from '../captures/capture.ts';
import { type LinkVisibility, linkFactsOf, mayBePublished } from '../captures/link-kind.ts';
import type { LinkFields } from './event.ts';

/** What the deployment lets out with a notification. */
export interface Publishing {
  readonly linkVisibility: LinkVisibility;
  /** `https://…` of the operator API and the board, without a slash at its end; absent if the worker does not know it. */
  readonly publicUrl?: string | undefined;
}

/** What the event says of the snapshot's link, and not the link itself if that must not leave. */
export const linkFieldsOf = ({ snapshot }: Pick<Capture, 'snapshot'>, { linkVisibility }: Publishing): LinkFields => {
  if (snapshot === undefined) return {};
  const facts = linkFactsOf(snapshot);
  if (mayBePublished(snapshot, linkVisibility)) return { ...facts, link: snapshot.link, snapshotId: snapshot.id };
  return { ...facts, linkWithheld: snapshot.link === undefined ? undefined : true };
};
