/** The value below which `share` (0 to 1) of the values are; 0 for an empty list. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Measures all candidates once per round, so that other work on the machine affects all of them alike. Every second
 * round has the reverse order, so that no candidate always follows the same one. The first `warmUp` rounds do not
 * count.
 *
 * @returns the samples of each candidate, in the order of the rounds
 */
export const interleave = async <Name extends string, Sample>(
  candidates: Readonly<Record<Name, () => Promise<Sample>>>,
  { rounds, warmUp = 1 }: { readonly rounds: number; readonly warmUp?: number },
): Promise<Record<Name, Sample[]>> => {
  const names = Object.keys(candidates) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const sample = await candidates[name]();
      if (round >= warmUp) samples[name].push(sample);
    }
  }
  return samples;
};
