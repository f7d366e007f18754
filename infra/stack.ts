import type { FunctionName } from '../lib/runtime/function-names.ts';
import type { Settings } from './settings.ts';

/** What the generated parts of the template have to know of the stack. */
export interface Stack {
  /** Service and stage: the prefix of all names, and the dimension `service` of all metrics. */
  readonly name: string;
  readonly settings: Settings;
  /** Where the runbook is: a URL, or its path in the project. */
  readonly runbookUrl: string;
  /** Seconds. */
  readonly timeouts: Readonly<Record<FunctionName, number>>;
  readonly hasSchedules: boolean;
}

/** `webhook` as osls calls it in the template: `WebhookLambdaFunction`. */
export const logicalIdOf = (name: FunctionName): string => `${capitalized(name)}LambdaFunction`;

export const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
