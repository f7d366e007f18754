import type { Call } from '../http-call.ts';
import type { Terminal } from '../terminal.ts';

/** Everything that connect needs of the machine. Each part picks what it needs. */
export interface ConnectDeps extends Omit<Terminal, 'during'> {
  readonly env: NodeJS.ProcessEnv;
  /** Reads the current value of a secret of AWS Secrets Manager; undefined if the secret has no value. */
  readonly readSecret: (secretId: string) => Promise<string | undefined>;
  /** Calls the webhook. */
  readonly callWebhook: Call;
  /** The IP addresses of a host, as this machine resolves them; empty if it resolves none. */
  readonly resolve: (hostname: string) => Promise<readonly string[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly isInterrupted: () => boolean;
}
