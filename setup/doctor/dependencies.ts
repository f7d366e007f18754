import type { Terminal } from '../terminal.ts';
import type { connectAws } from './aws.ts';

/** Everything that the doctor needs of the machine. Each part picks what it needs. */
export interface DoctorDeps extends Terminal {
  readonly env: NodeJS.ProcessEnv;
  readonly connectAws: typeof connectAws;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}
