/** What a process of the baseline is started with: its one argument, as JSON. */
export interface BaselineSettings {
  /** Where the worker keeps what it knows of the limit. */
  readonly limiter: 'memory' | 'stored';
  readonly port: number;
  readonly dataDir: string;
  readonly apiUrl: string;
  readonly apiToken: string;
  readonly webhookToken: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly limit: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
}
