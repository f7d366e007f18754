import type { Call } from '../http-call.ts';
import type { Terminal } from '../terminal.ts';

/** All that connect needs of the machine. Its parts pick what they need. */
export interface ConnectDeps extends Omit<Terminal, 'during'> {
  readonly env: NodeJS.ProcessEnv;
  /** Reads the current value of a secret of AWS Secrets Manager; undefined where it has none. */
  readonly readSecret: (secretId: string) => Promise<string | undefined>;
  /** Calls the webhook. */
  readonly callWebhook: Call;
  /** The IP addresses of a host as this machine sees them; none where it knows none. */
  readonly resolve: (hostname: string) => Promise<readonly string[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly isInterrupted: () => boolean;
}
