import * as z from 'zod';

/**
 * A scripted answer for the next `times` matching calls. It replaces the usual answer. With `created`, the call takes
 * effect first, as if a gateway lost the answer on its way back.
 */
const faultSchema = z.strictObject({
  method: z.enum(['GET', 'POST']).optional(),
  /** The test or alert id in the path. */
  id: z.string().optional(),
  times: z.int().min(1).default(1),
  kind: z.enum(['answer', 'reset', 'hang']).default('answer'),
  status: z.int().min(200).max(599).default(502),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().optional(),
  created: z.boolean().default(false),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export interface Faults {
  readonly add: (fault: FaultInput) => void;
  readonly clear: () => void;
  /** Returns the first matching fault, and counts one use of it. */
  readonly take: (method: string, id: string) => Fault | undefined;
}

/** Keeps faults in the order in which they were scripted. */
export const createFaults = (): Faults => {
  const scripted: Fault[] = [];
  return {
    add: (fault) => void scripted.push(faultSchema.parse(fault)),
    clear: () => void scripted.splice(0),
    take(method, id) {
      const fault = scripted.find(
        (candidate) => (candidate.method ?? method) === method && (candidate.id ?? id) === id,
      );
      if (fault && --fault.times === 0) scripted.splice(scripted.indexOf(fault), 1);
      return fault;
    },
  };
};
