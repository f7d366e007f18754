import * as z from 'zod/mini';

/** A secret's value is the bare token, or a JSON object with a `token`, as the console's key/value form stores it. */
const keyValue = z.looseObject({ token: z.string() });

/** The token in a secret's value; undefined if the value has none. */
export const tokenOf = (value: string | undefined): string | undefined => {
  const plain = value?.trim();
  if (!plain?.startsWith('{')) return plain || undefined;
  try {
    return keyValue.parse(JSON.parse(plain)).token.trim() || undefined;
  } catch {
    return undefined;
  }
};

/** Whether a header can carry the token: only printable ASCII, without blanks. */
export const isSendable = (token: string): boolean => /^[\x21-\x7e]+$/.test(token);
