import type * as z from 'zod';

/** Parses text as JSON of `schema`; undefined if it is something else. */
export const parseJson = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: a proxy answered
  }
};
