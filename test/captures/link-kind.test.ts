import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DOCUMENTED_LIFETIME,
  type LinkVisibility,
  linkFactsOf,
  mayBePublished,
  needsLogin,
  visibilityOf,
} from '../../lib/captures/link-kind.ts';
import { aSnapshot } from '../support/factories.ts';

const SHARE = 'https://wdiac.share.thousandeyes.com/view/tests/?roundId=1';
const APP = 'https://app.thousandeyes.com/view/tests/?snapshot=wdiac&__a=105';
const STAGING = 'https://app.stg.thousandeyes.com/view/tests/?testId=227103&__a=105';
const OTHER = 'https://links.thousandeyes.com/x';

describe('the kind of a link', () => {
  it.each([
    // Columns: host, `savedEvent` of the answer, visibility, whether the link needs a login, whether `login` lets it be
    // published.
    { href: SHARE, savedEvent: false, visibility: 'public', login: false, leaves: false },
    { href: SHARE, savedEvent: true, visibility: 'public', login: false, leaves: false },
    { href: SHARE, savedEvent: undefined, visibility: 'public', login: false, leaves: false },
    { href: SHARE.replace('.com/', '.com./'), savedEvent: true, visibility: 'public', login: false, leaves: false },
    // Each of these links was once published under `login`, because the answer called it a saved event.
    { href: SHARE.replace('.com/', '.com../'), savedEvent: true, visibility: 'public', login: false, leaves: false },
    { href: SHARE.replace('wdiac.', ''), savedEvent: true, visibility: 'public', login: false, leaves: false },
    {
      href: SHARE.replace('share.', 'share.eu2.'),
      savedEvent: true,
      visibility: 'public',
      login: false,
      leaves: false,
    },
    { href: SHARE.replace('wdiac.', 'app.'), savedEvent: true, visibility: 'public', login: false, leaves: false },
    { href: SHARE.toUpperCase(), savedEvent: true, visibility: 'public', login: false, leaves: false },
    { href: APP, savedEvent: true, visibility: 'private', login: true, leaves: true },
    // Such an answer was once taken for a public link.
    { href: APP, savedEvent: false, visibility: 'unknown', login: true, leaves: true },
    { href: STAGING, savedEvent: false, visibility: 'unknown', login: true, leaves: true },
    { href: APP, savedEvent: undefined, visibility: 'unknown', login: true, leaves: true },
    { href: OTHER, savedEvent: false, visibility: 'public', login: false, leaves: false },
    { href: OTHER, savedEvent: true, visibility: 'private', login: true, leaves: true },
    { href: OTHER, savedEvent: undefined, visibility: 'unknown', login: undefined, leaves: false },
    {
      href: 'https://share.thousandeyes.com.example.com/',
      savedEvent: undefined,
      visibility: 'unknown',
      leaves: false,
    },
    { href: 'https://example.com/app.thousandeyes.com', savedEvent: undefined, visibility: 'unknown', leaves: false },
  ])('$href, savedEvent $savedEvent: $visibility, needs a login: $login', ({ href, savedEvent, ...row }) => {
    const visibility = visibilityOf(href, savedEvent);

    expect(visibility).toBe(row.visibility);
    expect(needsLogin({ link: href, visibility })).toBe(row.login);
    expect(mayBePublished({ link: href, visibility }, 'login')).toBe(row.leaves);
    expect(mayBePublished({ link: href, visibility }, 'share')).toBe(true);
  });

  it('follows from host and answer alone, and under `login` nothing leaves that opens, or may', () => {
    const host = fc.oneof(
      fc.constantFrom(
        'app.thousandeyes.com',
        'app.eu2.thousandeyes.com',
        'x1.share.thousandeyes.com',
        '127.0.0.1:8080',
      ),
      fc.domain(),
    );
    const savedEvent = fc.constantFrom(true, false, undefined);
    fc.assert(
      fc.property(host, savedEvent, fc.constantFrom<LinkVisibility>('share', 'login'), (name, saved, wanted) => {
        const link = `https://${name}/view/tests/?x=1`;
        const visibility = visibilityOf(link, saved);
        const isShare = name.endsWith('.share.thousandeyes.com');
        const isApp = !isShare && name.startsWith('app.');

        expect(needsLogin({ link, visibility })).toBe(isShare ? false : isApp ? true : saved);
        expect(isApp && visibility === 'public').toBe(false);
        const leaves = mayBePublished({ link, visibility }, wanted);
        expect(leaves).toBe(wanted === 'share' || isApp || (!isShare && saved === true));
      }),
    );
  });

  it('is not known without a link, so that nothing leaves under `login`', () => {
    expect(needsLogin({ visibility: 'unknown' })).toBeUndefined();
    expect(mayBePublished({ visibility: 'unknown' }, 'login')).toBe(false);
  });

  it('is not known of what is no URL', () => {
    expect(needsLogin({ link: 'app.thousandeyes.com', visibility: 'unknown' })).toBeUndefined();
  });
});

describe('what is known of a link', () => {
  it('is when a share link expires', () => {
    expect(linkFactsOf(aSnapshot())).toEqual({
      visibility: 'public',
      needsLogin: false,
      expiresAt: '2026-04-01T10:00:00Z',
    });
  });

  it.each([
    { link: APP, visibility: 'private' },
    { link: APP, visibility: 'unknown' },
    { link: OTHER, visibility: 'unknown' },
  ] as const)('is for other links what the documentation says: $link, $visibility', (snapshot) => {
    expect(linkFactsOf(aSnapshot({}, snapshot))).toMatchObject({
      visibility: snapshot.visibility,
      expiresAt: '2026-04-01T10:00:00Z',
      expiresAtNote: "30 days by the API's documentation",
    });
  });

  it('corrects a stored item of 0.1, which calls a link into the app public', () => {
    expect(linkFactsOf(aSnapshot({}, { link: APP, visibility: 'public' }))).toEqual({
      visibility: 'unknown',
      needsLogin: true,
      expiresAt: '2026-04-01T10:00:00Z',
      expiresAtNote: DOCUMENTED_LIFETIME,
    });
  });
});
