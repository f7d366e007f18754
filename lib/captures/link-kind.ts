import type { Snapshot } from './capture.ts';

/*
 * Who can open a snapshot's link. ThousandEyes documents `isPublic` inconsistently, so the link's host decides, then what
 * the answer said of the snapshot.
 */

/** The links that a deployment asks for: share links open without a login, the others need one. */
export type LinkVisibility = 'share' | 'login';

type Link = Pick<Snapshot, 'link' | 'visibility'>;

/** `x1.share.thousandeyes.com`, and whatever else of ThousandEyes is named so, in a region of its own, say. */
const SHARE_HOST = /(^|\.)share\.([\w-]+\.)*thousandeyes\.com$/;

const hostOf = (link: string | undefined): 'share' | 'app' | 'other' => {
  const hostname = link !== undefined && URL.canParse(link) ? new URL(link).hostname.replace(/\.+$/, '') : '';
  if (SHARE_HOST.test(hostname)) return 'share';
  return hostname.startsWith('app.') ? 'app' : 'other';
};

/**
 * The kind of a new link.
 *
 * @param savedEvent `test.savedEvent` of the answer: true for a saved event, which ThousandEyes also calls a private snapshot
 */
export const visibilityOf = (link: string, savedEvent: boolean | undefined): Snapshot['visibility'] => {
  const host = hostOf(link);
  if (host === 'share') return 'public';
  if (savedEvent === undefined) return 'unknown';
  if (savedEvent) return 'private';
  return host === 'app' ? 'unknown' : 'public';
};

/** Whether a link needs a login; undefined if neither its host nor the answer says. */
export const needsLogin = ({ link, visibility }: Link): boolean | undefined => {
  const host = hostOf(link);
  if (host !== 'other') return host === 'app';
  return visibility === 'unknown' ? undefined : visibility === 'private';
};

/** Whether a link may leave for the topic. `login` fails closed: a link that may open without a login stays. */
export const mayBePublished = (link: Link, wanted: LinkVisibility): boolean =>
  wanted === 'share' || needsLogin(link) === true;

/** How long a snapshot lives if its link is no share link: documented, and contradicted by the retention page. */
export const DOCUMENTED_LIFETIME = "30 days by the API's documentation";

/** What is known of a link without the link itself. Items of 0.1 call a link into the app public. */
export const linkFactsOf = (snapshot: Snapshot) => {
  const login = needsLogin(snapshot);
  return {
    visibility: login === true && snapshot.visibility === 'public' ? ('unknown' as const) : snapshot.visibility,
    needsLogin: login,
    expiresAt: snapshot.expiresAt,
    expiresAtNote: login === false ? undefined : DOCUMENTED_LIFETIME,
  };
};
