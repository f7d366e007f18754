import type { Template } from './packaged-template.ts';

/** A fault to put into a template, and the finding that a check must report for it. */
export interface Fault {
  readonly fault: string;
  readonly seed: (template: any) => void;
  readonly found: string;
}

/** A copy of the template with the fault in it. A check that misses this fault would miss a real one. */
export const withFault = (template: Template, { seed }: Pick<Fault, 'seed'>): Template => {
  const copy = structuredClone(template);
  seed(copy);
  return copy;
};
