/** Former settings, and what replaces them. A deployment that still sets one fails with this text. */
export const REPLACED_SETTINGS: Readonly<Record<string, string>> = {
  MAX_ATTEMPTS:
    'is no longer a setting: a call whose answer was lost is tried eight times over four hours, and during an outage of ' +
    'ThousandEyes, captures wait for up to GIVE_UP_HOURS. Remove it',
  SNAPSHOT_IS_PUBLIC:
    'is replaced by LINK_VISIBILITY, because its name said the opposite of what it did: true asked for links that need a login. ' +
    'Set LINK_VISIBILITY=login instead of true, LINK_VISIBILITY=share instead of false',
};
