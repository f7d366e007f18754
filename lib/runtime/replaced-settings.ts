/** Settings that there were, and what has taken their place. Whoever still sets one is told, instead of being ignored. */
export const REPLACED_SETTINGS: Readonly<Record<string, string>> = {
  MAX_ATTEMPTS:
    'is no setting any more: a call whose answer was lost is tried eight times over four hours, and an outage of ThousandEyes ' +
    'is waited for as long as GIVE_UP_HOURS says. Remove it',
  SNAPSHOT_IS_PUBLIC:
    'is LINK_VISIBILITY now, because its name said the opposite of what it did: true asked for links that need a login. ' +
    'Set LINK_VISIBILITY=login instead of true, LINK_VISIBILITY=share instead of false',
};
