/**
 * Like `Promise.all`, but an error waits for the others to come to their end: the platform freezes what an invocation still
 * has under way when it ends.
 */
export const allDone = async <const Started extends readonly unknown[]>(
  started: Started,
): Promise<{ -readonly [Index in keyof Started]: Awaited<Started[Index]> }> => {
  await Promise.allSettled(started);
  return Promise.all(started);
};
