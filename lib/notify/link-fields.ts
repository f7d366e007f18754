import type { Capture } from '../captures/capture.ts';
import { type LinkVisibility, linkFactsOf, mayBePublished } from '../captures/link-kind.ts';
import type { LinkFields } from './event.ts';

/** The settings of the deployment that decide about the addresses in a notification. */
export interface Publishing {
  readonly linkVisibility: LinkVisibility;
  /** The base URL of operator API and board, without a slash at its end; absent if the worker does not know it. */
  readonly publicUrl?: string | undefined;
}

/** The fields about the snapshot's link, without the link itself if LINK_VISIBILITY keeps it off the topic. */
export const linkFieldsOf = ({ snapshot }: Pick<Capture, 'snapshot'>, { linkVisibility }: Publishing): LinkFields => {
  if (snapshot === undefined) return {};
  const facts = linkFactsOf(snapshot);
  if (mayBePublished(snapshot, linkVisibility)) return { ...facts, link: snapshot.link, snapshotId: snapshot.id };
  return { ...facts, linkWithheld: snapshot.link === undefined ? undefined : true };
};
