import { epochOf } from '../time.ts';
import type { Snapshot } from './snapshot.ts';

/*
 * Who can open a snapshot's link. ThousandEyes documents `isPublic` inconsistently, so the link's host decides first,
 * and then the answer's description of the snapshot.
 */

/** The kind of link that a deployment requests: share links open without a login, the others need one. */
export type LinkVisibility = 'share' | 'login';

type Link = Pick<Snapshot, 'link' | 'visibility'>;

/** Matches `x1.share.thousandeyes.com` and the share hosts of other ThousandEyes regions. */
const SHARE_HOST = /(^|\.)share\.([\w-]+\.)*thousandeyes\.com$/;

const hostOf = (link: string | undefined): 'share' | 'app' | 'other' => {
  const hostname = link !== undefined && URL.canParse(link) ? new URL(link).hostname.replace(/\.+$/, '') : '';
  if (SHARE_HOST.test(hostname)) return 'share';
  return hostname.startsWith('app.') ? 'app' : 'other';
};

/** The kind of a new link, by its host and the answer. */
export const visibilityOf = (link: string, savedEvent: boolean | undefined): Snapshot['visibility'] => {
  const host = hostOf(link);
  if (host === 'share') return 'public';
  if (savedEvent === undefined) return 'unknown';
  if (savedEvent) return 'private';
  return host === 'app' ? 'unknown' : 'public';
};

/** Whether a link needs a login; undefined if neither its host nor the answer decides it. */
export const needsLogin = ({ link, visibility }: Link): boolean | undefined => {
  const host = hostOf(link);
  if (host !== 'other') return host === 'app';
  return visibility === 'unknown' ? undefined : visibility === 'private';
};

/**
 * Whether a link may be published to the topic. `login` fails closed: a link that may open without a login is withheld.
 */
export const mayBePublished = (link: Link, wanted: LinkVisibility): boolean =>
  wanted === 'share' || needsLogin(link) === true;

/** Whether a link has certainly expired. Only a share link has a certain end. `now` is in epoch milliseconds. */
export const hasExpired = (snapshot: Pick<Snapshot, 'link' | 'visibility' | 'expiresAt'>, now: number): boolean =>
  needsLogin(snapshot) === false && epochOf(snapshot.expiresAt) <= now;

/** The lifetime of a snapshot whose link is no share link. The API documents it; the retention page contradicts it. */
export const DOCUMENTED_LIFETIME = "30 days by the API's documentation";

/** The facts about a link without the link itself. Items that version 0.1 stored call a link into the app public. */
export const linkFactsOf = (snapshot: Snapshot) => {
  const login = needsLogin(snapshot);
  return {
    visibility: login === true && snapshot.visibility === 'public' ? ('unknown' as const) : snapshot.visibility,
    needsLogin: login,
    expiresAt: snapshot.expiresAt,
    expiresAtNote: login === false ? undefined : DOCUMENTED_LIFETIME,
  };
};
