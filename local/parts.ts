/** The running parts of the system, which stop together. */
export interface Parts {
  /** Notes a part that has started. Throws if the start is interrupted. */
  readonly keep: <T extends { readonly stop: () => unknown }>(part: T) => T;
  /** Stops the parts in reverse order. A part that fails to stop does not keep the others from stopping. */
  readonly stop: () => Promise<void>;
}

export const createParts = (onError: (error: unknown) => void, interrupted: AbortSignal | undefined): Parts => {
  const stops: (() => unknown)[] = [];
  return {
    keep: (part) => {
      stops.push(part.stop);
      interrupted?.throwIfAborted();
      return part;
    },
    stop: async () => {
      for (const end of stops.splice(0).toReversed()) {
        try {
          await end();
        } catch (error) {
          onError(error); // the other parts must stop, too
        }
      }
    },
  };
};
