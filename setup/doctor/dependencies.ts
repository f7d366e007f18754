import type { Terminal } from '../terminal.ts';
import type { connectAws } from './aws.ts';

/** All that the doctor needs of the machine. Its parts pick what they need. */
export interface DoctorDeps extends Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly connectAws: typeof connectAws;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}
