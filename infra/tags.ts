/** Tags that every stack has. osls adds STAGE. */
const OWN = new Set(['service', 'stage']);
/** AWS accepts 50 tags on a resource and adds some of its own. */
const MAX_TAGS = 40;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u;

/** Reads `team=noc,cost-center=4711` as tags; undefined if the text is malformed or AWS would refuse a tag. */
export const parseTags = (text: string): Readonly<Record<string, string>> | undefined => {
  const pairs = text.split(',').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? ['', ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  const names = pairs.map(([name = '']) => name);
  const isRight =
    new Set(names).size === names.length &&
    names.length <= MAX_TAGS &&
    pairs.every(([name = '', value = '']) => isName(name) && value.length <= 256 && ALLOWED.test(value));
  return isRight ? Object.fromEntries(pairs) : undefined;
};

const isName = (name: string): boolean =>
  name.length >= 1 && name.length <= 128 && ALLOWED.test(name) && !/^aws:/i.test(name) && !OWN.has(name.toLowerCase());
