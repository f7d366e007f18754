import * as fc from 'fast-check';

/**
 * Any code point, halves of pairs among them. fast-check's own unit `binary` is the same, and takes more than a second to
 * make, in every test run that only imports it.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((codePoint) => String.fromCodePoint(codePoint));
