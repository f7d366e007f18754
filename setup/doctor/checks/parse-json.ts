import type * as z from 'zod';

/** Text as JSON of `schema`; undefined where it is something else. */
export const parseJson = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: an answer from something in between
  }
};
