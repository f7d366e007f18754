import type { Snapshot } from '../../../lib/captures/capture.ts';
import { type LinkVisibility, needsLogin } from '../../../lib/captures/link-kind.ts';
import { whyNone } from '../../http-call.ts';
import { fail, type Judgment, ok, warn } from './finding.ts';
import type { LinkPage } from './link-page.ts';

/** The link of a live snapshot, and where it came from. */
export interface LiveLink {
  readonly link: string;
  readonly visibility: Snapshot['visibility'];
  /** None was made: one of a moment ago shows the same, and its link came back. */
  readonly isReused: boolean;
}

/** Which kind of link came back: `isPublic` is documented inconsistently, so only a real one shows it. */
const kindOf = ({ visibility }: LiveLink, login: boolean | undefined): string => {
  if (login === undefined) return 'of a kind that the answer does not state';
  if (!login) return 'public: who has the link sees the data, without an account';
  return visibility === 'private'
    ? 'private (a saved event): it opens for users of your organization only'
    : 'one into the app: it needs a login';
};

/**
 * @param page what the link leads to without credentials
 * @param wanted LINK_VISIBILITY, if the snapshot was asked for with it
 */
export const judgeLink = (live: LiveLink, page: LinkPage, wanted?: LinkVisibility): Judgment => {
  const login = needsLogin(live);
  const made = live.isReused ? 'None was made, for one of a moment ago shows the same.' : 'Snapshot created.';
  const said = `${made} Its link is ${kindOf(live, login)}.`;
  if (wanted === 'login' && (login !== true || page.kind === 'opens')) {
    return fail(
      `${said} LINK_VISIBILITY=login asks for one that needs a login.${page.kind === 'opens' ? ` Without one it opens (${page.status}).` : ''}`,
      'A deployment keeps such links off its topic, if the answer shows what they are. If they are wanted, set LINK_VISIBILITY=share.',
    );
  }
  switch (page.kind) {
    case 'none':
      return warn(said, `Its host gave no answer from here: ${whyNone(page.code)}. Open the link elsewhere.`);
    case 'error':
      return warn(
        `${said} Without a login its page answers ${page.status}.`,
        'Open the link, signed in if it is private: --show-link prints it.',
      );
    case 'opens': {
      const seen = `${said} Without a login its page opens (${page.status}).`;
      return login ? warn(seen, 'Look at the page: the link may be a key to the data for whoever has it.') : ok(seen);
    }
    case 'login': {
      const seen = `${said} Without a login its host asks for one (${page.status}).`;
      return login === false || wanted === 'share'
        ? warn(seen, 'Who is to see this evidence needs a ThousandEyes account, or a link of another kind.')
        : ok(seen);
    }
  }
};
