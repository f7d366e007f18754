/** One invocation of a function: once dead, nothing of it goes on. */
export interface Process {
  dead: boolean;
  /** It has returned or thrown. */
  ended: boolean;
  /** Epoch milliseconds at which its last freeze ends; 0 if it never was frozen. */
  thawsAt: number;
  /** Its calls that have no answer yet. */
  readonly underWay: Set<{ readonly name: string }>;
  /** Called when it dies before its end. */
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
