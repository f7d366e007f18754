/**
 * Whether a browser says that another site made it send this request. Browsers add Basic credentials by themselves, so
 * a page anywhere could have an operator's browser capture, or send a capture again, with a form and no script at all.
 *
 * `Sec-Fetch-Site` decides, which no page can set; only browsers without it (before 2023) are judged by `Origin`.
 * What has neither header is no browser. The same order as Go's `net/http.CrossOriginProtection`.
 *
 * @param headers names in lower case
 */
export const isCrossSite = (headers: Readonly<Record<string, string | undefined>>): boolean => {
  const { 'sec-fetch-site': site, origin, host } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
};
