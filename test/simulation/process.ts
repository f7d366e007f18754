/** One invocation of a function. After its death none of its code goes on. */
export interface Process {
  dead: boolean;
  /** Whether the invocation has returned or thrown. */
  ended: boolean;
  /** Epoch milliseconds at which its last freeze ends; 0 if it was never frozen. */
  thawsAt: number;
  /** Its calls without an answer yet. */
  readonly underWay: Set<{ readonly name: string }>;
  /** Called if the process dies before its end. */
  onDeath: () => void;
}

/** A process that has just started. */
export const newProcess = (onDeath: () => void): Process => ({
  dead: false,
  ended: false,
  thawsAt: 0,
  underWay: new Set(),
  onDeath,
});
