import * as fc from 'fast-check';

/**
 * Any code point, lone surrogates included. fast-check's own unit `binary` is the same, but takes more than a second to
 * build in every test run that imports it.
 */
export const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((codePoint) => String.fromCodePoint(codePoint));
