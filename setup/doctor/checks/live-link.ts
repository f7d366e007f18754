import type { Snapshot } from '../../../lib/captures/snapshot.ts';
import { type LinkVisibility, needsLogin } from '../../../lib/captures/link-kind.ts';
import { whyNone } from '../../http-call.ts';
import { fail, type Judgment, ok, warn } from './finding.ts';
import type { LinkPage } from './link-page.ts';

/** The link of a live snapshot. */
export interface LiveLink {
  readonly link: string;
  readonly visibility: Snapshot['visibility'];
  /** Whether the link is of a recent snapshot that shows the same, so that no new snapshot was created. */
  readonly isReused: boolean;
}

/** Names the kind of a link. ThousandEyes documents `isPublic` inconsistently, so only a real link shows its kind. */
const kindOf = ({ visibility }: LiveLink, login: boolean | undefined): string => {
  if (login === undefined) return 'of an unknown kind: the answer does not state it';
  if (!login) return 'public: anybody with the link sees the data, without an account';
  return visibility === 'private'
    ? 'private (a saved event): it opens for users of your organization only'
    : 'a link into the app: it needs a login';
};

/**
 * Whether the link opens as its kind and LINK_VISIBILITY promise.
 *
 * @param page what the link shows without credentials
 * @param wanted the LINK_VISIBILITY that the request had; undefined if unknown
 */
export const judgeLink = (live: LiveLink, page: LinkPage, wanted?: LinkVisibility): Judgment => {
  const login = needsLogin(live);
  const made = live.isReused ? 'A snapshot of a moment ago shows the same, so none was created.' : 'Snapshot created.';
  const said = `${made} Its link is ${kindOf(live, login)}.`;
  if (wanted === 'login' && (login !== true || page.kind === 'opens')) {
    return fail(
      `${said} LINK_VISIBILITY=login asks for a link that needs a login.${page.kind === 'opens' ? ` This one opens without a login (${page.status}).` : ''}`,
      'The worker keeps such links off the topic if the answer shows their kind. If you want them, set LINK_VISIBILITY=share.',
    );
  }
  switch (page.kind) {
    case 'none':
      return warn(said, `Its host gave no answer from here: ${whyNone(page.code)}. Open the link elsewhere.`);
    case 'error':
      return warn(
        `${said} Without a login its page answers ${page.status}.`,
        'Open the link (--show-link prints it). If it is private, sign in first.',
      );
    case 'opens': {
      const seen = `${said} Without a login its page opens (${page.status}).`;
      return login ? warn(seen, 'Look at the page: anybody with the link may see the data.') : ok(seen);
    }
    case 'login': {
      const seen = `${said} Its host asks for a login (${page.status}).`;
      return login === false || wanted === 'share'
        ? warn(seen, 'Readers of this evidence need a ThousandEyes account, or a link of another kind.')
        : ok(seen);
    }
  }
};
