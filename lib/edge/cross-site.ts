/**
 * Whether a page of another site caused this request. Browsers add Basic credentials automatically, so a form on any
 * page could make an operator's browser capture, or send a capture again, without any script.
 *
 * `Sec-Fetch-Site` decides, because no page can set it. Browsers from before 2023 do not send it; for these, `Origin`
 * decides. A request with neither header does not come from a browser. Go's `net/http.CrossOriginProtection` has the
 * same order.
 *
 * @param headers names in lower case
 */
export const isCrossSite = (headers: Readonly<Record<string, string | undefined>>): boolean => {
  const { 'sec-fetch-site': site, origin, host } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
};
