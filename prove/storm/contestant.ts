/** What one life of a system is started with. */
export interface LifeTerms {
  readonly port: number;
  /** A folder that survives the kill. */
  readonly dataDir: string;
  /** The API that the system has to call, with the token `API_TOKEN`. */
  readonly apiUrl: string;
  readonly limit: number;
  readonly periodMs: number;
}

/** A message, as far as the proof looks at it. */
export interface Reported {
  readonly alertIds: readonly string[];
  readonly link?: string | undefined;
}

/**
 * A system that takes alerts and reports links. It prints `ready URL` on standard output when it takes alerts at
 * URL/webhooks/thousandeyes, and then a line `notification {json}` for each message, in which `alerts` has objects with
 * an `alertId`, and `link` is the link.
 */
export interface Contestant {
  readonly name: string;
  readonly webhookToken: string;
  /** The arguments of Node and the whole environment, for one life. */
  readonly command: (terms: LifeTerms) => { readonly args: readonly string[]; readonly env: Record<string, string> };
  /** Messages that left before the kill, though the emulated topic died with the system before it delivered them. */
  readonly readTopic?: (url: string, killedAt: number) => Promise<readonly Reported[]>;
}

export const API_TOKEN = 'token-of-the-proof';
