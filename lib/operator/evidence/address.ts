/** The parameter that makes the evidence address answer with a page instead of a redirect to another site. */
export const AS_PAGE = { as: 'page' } as const;

/**
 * The evidence address as a page that opens the snapshot by itself. A form and the script use it, because the page's
 * policy does not let them follow a redirect to another site.
 */
export const pagePathOf = (path: string, aid: string | undefined): string =>
  `${path}?${new URLSearchParams({ ...(aid !== undefined && { aid }), ...AS_PAGE }).toString()}`;
