import { writeFileSync } from 'node:fs';

/**
 * Puts this process under a CPU quota, as Lambda does when a function is initialized, or takes it out.
 *
 * @param processes a file of `bench/cpu-quota.ts`; without one nothing happens
 * @returns the milliseconds that this took, which are no part of what is measured
 */
export const joinGroup = (processes) => {
  const startedAt = performance.now();
  if (processes !== undefined) writeFileSync(processes, String(process.pid));
  return performance.now() - startedAt;
};
