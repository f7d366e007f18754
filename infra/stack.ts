import type { FunctionName } from '../lib/runtime/function-names.ts';
import type { Settings } from './settings.ts';

/** The facts of the stack for the generated parts of the template. */
export interface Stack {
  /** Service and stage: the prefix of all names, and the dimension `service` of all metrics. */
  readonly name: string;
  readonly settings: Settings;
  /** The runbook's URL, or its path in the project. */
  readonly runbookUrl: string;
  /** Seconds. */
  readonly timeouts: Readonly<Record<FunctionName, number>>;
  readonly hasSchedules: boolean;
}

/** The logical id that osls gives a function in the template, such as `WebhookLambdaFunction`. */
export const logicalIdOf = (name: FunctionName): string => `${capitalized(name)}LambdaFunction`;

export const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
