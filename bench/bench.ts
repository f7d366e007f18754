import type { tableOf } from './table.ts';

interface BenchOptions {
  /** Fewer rounds: shows that the bench runs, but the figures mean nothing. */
  readonly quick: boolean;
  /** Reports the current step. */
  readonly progress: (what: string) => void;
}

/** A table of docs/performance.md, by the name of its markers. */
interface BenchTable {
  readonly name: string;
  readonly header: Parameters<typeof tableOf>[0];
  readonly rows: Parameters<typeof tableOf>[1];
}

interface BenchResult {
  readonly tables: readonly BenchTable[];
  /** Every sample, for a closer analysis. */
  readonly raw: unknown;
}

export type Bench = (options: BenchOptions) => Promise<BenchResult>;

export const ms = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
export const times = (value: number): string => value.toFixed(2);
export const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
