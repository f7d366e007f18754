/** Asks the evidence address for a page where it would lead to another site. */
export const AS_PAGE = { as: 'page' } as const;

/** The evidence address as a page that leads on by itself: after a form, and for the script, which both cannot follow to another site. */
export const pagePathOf = (path: string, aid: string | undefined): string =>
  `${path}?${new URLSearchParams({ ...(aid !== undefined && { aid }), ...AS_PAGE }).toString()}`;
