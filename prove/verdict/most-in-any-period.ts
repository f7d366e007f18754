/**
 * The most calls in any period, wherever that begins: a period holds its first moment, and not its last.
 *
 * @param times of the calls, in any order and unit
 * @param period in the same unit
 */
export const mostInAnyPeriod = (times: readonly number[], period: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, at] of sorted.entries()) {
    while ((sorted[first] ?? at) <= at - period) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
};
