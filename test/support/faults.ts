import type { Template } from './packaged-template.ts';

/** A fault to put into a template, and what a check has to say of it. */
export interface Fault {
  readonly fault: string;
  readonly seed: (template: any) => void;
  readonly found: string;
}

/** A copy of the template with the fault in it: a check that does not find it would not find it in earnest. */
export const withFault = (template: Template, { seed }: Pick<Fault, 'seed'>): Template => {
  const copy = structuredClone(template);
  seed(copy);
  return copy;
};
