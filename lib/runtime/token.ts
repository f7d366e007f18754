import * as z from 'zod/mini';

/** A value is the token itself, or a JSON object with a `token`: the console's key/value form. */
const keyValue = z.looseObject({ token: z.string() });

/** The token in a secret's value; undefined where there is none to read. */
export const tokenOf = (value: string | undefined): string | undefined => {
  const plain = value?.trim();
  if (!plain?.startsWith('{')) return plain || undefined;
  try {
    return keyValue.parse(JSON.parse(plain)).token.trim() || undefined;
  } catch {
    return undefined;
  }
};

/** Whether a token can be sent: a header carries printable ASCII, and a bearer token has no blanks. */
export const isSendable = (token: string): boolean => /^[\x21-\x7e]+$/.test(token);
